package io.github.hcsc.train;

import io.github.hcsc.data.augment.Image;
import io.github.hcsc.data.source.ImageSource;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;

/** Images of another source, some of which cannot be read. */
public record BrokenImages(ImageSource source, Set<Integer> broken) implements ImageSource {
    @Override
    public int size() {
        return source.size();
    }

    @Override
    public String name(int index) {
        return source.name(index);
    }

    @Override
    public Image image(int index) throws IOException {
        if (broken.contains(index)) {
            throw new IOException("broken on purpose");
        }
        return source.image(index);
    }

    @Override
    public OptionalInt label(int index) {
        return source.label(index);
    }

    @Override
    public List<String> classNames() {
        return source.classNames();
    }

    @Override
    public String description() {
        return source.description();
    }

    @Override
    public Map<String, String> unreadable() {
        Map<String, String> reasons = new TreeMap<>();
        broken.forEach(index -> reasons.put(name(index), "broken on purpose"));
        return reasons;
    }
}
