package io.github.hcsc.train.eval;

import io.github.hcsc.data.augment.Image;
import io.github.hcsc.data.source.ImageSource;
import java.io.IOException;
import java.util.List;
import java.util.OptionalInt;

/** Some images of a source, in a given order. The source stays open and belongs to who opened it. */
public final class ImageSubset implements ImageSource {
    private final ImageSource source;
    private final int[] indices;

    /**
     * Selects images.
     *
     * @param indices which images of the source, at least one
     */
    public ImageSubset(ImageSource source, int[] indices) {
        if (indices.length == 0) {
            throw new IllegalArgumentException("a subset must hold at least one image, but is empty");
        }
        this.source = source;
        this.indices = indices.clone();
    }

    @Override
    public int size() {
        return indices.length;
    }

    @Override
    public String name(int index) {
        return source.name(indices[index]);
    }

    @Override
    public Image image(int index) throws IOException {
        return source.image(indices[index]);
    }

    @Override
    public OptionalInt label(int index) {
        return source.label(indices[index]);
    }

    @Override
    public List<String> classNames() {
        return source.classNames();
    }

    @Override
    public String description() {
        return indices.length + " images of " + source.description();
    }
}
