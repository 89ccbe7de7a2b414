package io.github.hcsc.train;

import io.github.hcsc.data.augment.Image;
import io.github.hcsc.data.source.ImageSource;

/** The reference's pictures as they are for clustering. */
final class ReferenceImages implements ImageSource {

    @Override
    public int size() {
        return ReferenceRun.IMAGES;
    }

    @Override
    public String name(int index) {
        return "eval/image" + index;
    }

    @Override
    public Image image(int index) {
        int size = ReferenceRun.SIZE;
        return new Image(size, size, ReferenceNoise.picture(name(index), index, size));
    }

    @Override
    public String description() {
        return "pictures of a formula";
    }
}
