package io.github.hcsc.train.eval;

import ai.djl.ndarray.NDArray;
import io.github.hcsc.data.source.ImageSource;
import io.github.hcsc.data.source.Subset;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Features of the images of a source that could be read; the others have none.
 *
 * @param rows float32 {@code [n, d]}
 * @param images for each row which image of the source it is of, ascending
 */
@SuppressWarnings("ArrayRecordComponent")
public record Features(NDArray rows, int[] images) {

    /** Features of all images of a source. */
    public static Features ofAll(NDArray rows) {
        return new Features(
                rows, IntStream.range(0, Math.toIntExact(rows.size(0))).toArray());
    }

    /** Returns the images that the rows are of, row by row. */
    public ImageSource of(ImageSource source) {
        return Subset.only(source, images);
    }

    /** Returns the images that the rows are of with their classes, row by row. */
    public LabelledImages of(LabelledImages source) {
        return images.length == source.images().size() ? source : source.select(images);
    }

    /** Returns some of these features, owned by the same manager. */
    public Features only(int... chosen) {
        if (chosen.length == images.length) {
            return this;
        }
        try (NDArray places =
                rows.getManager().create(Arrays.stream(chosen).asLongStream().toArray())) {
            return new Features(
                    rows.get(places),
                    Arrays.stream(chosen).map(row -> images[row]).toArray());
        }
    }
}
