package io.github.hcsc.train.prototypes;

import io.github.hcsc.data.augment.Image;
import io.github.hcsc.data.source.ImageSource;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** The images of a run, found by their names in a source that may hold more, fewer, or the same in another order. */
public final class RunImages implements ImageSource {

    private final ImageTable table;
    private final ImageSource source;
    private final Map<String, Integer> places = new HashMap<>();

    /**
     * Looks for the images.
     *
     * @param table what they are called
     * @param source where to look; it stays open
     * @throws IOException if the source has none of them
     */
    public RunImages(ImageTable table, ImageSource source) throws IOException {
        this.table = table;
        this.source = source;
        for (int i = 0; i < source.size(); i++) {
            places.put(source.name(i), i);
        }
        if (table.names().stream().noneMatch(places::containsKey)) {
            throw new IOException(source.description() + " must hold the images of the run, but has none of them; the"
                    + " run's first is " + table.names().get(0) + ", here the first is " + source.name(0));
        }
    }

    @Override
    public int size() {
        return table.size();
    }

    @Override
    public String name(int index) {
        return table.names().get(index);
    }

    @Override
    public Image image(int index) throws IOException {
        Integer place = places.get(name(index));
        if (place == null) {
            throw new IOException(name(index) + " is not in " + source.description());
        }
        return source.image(place);
    }

    @Override
    public String description() {
        return source.description();
    }
}
