package io.github.hcsc.train.audit;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.github.hcsc.core.state.Safetensors;
import io.github.hcsc.core.state.StateDict;
import io.github.hcsc.core.state.TensorData;
import io.github.hcsc.train.prototypes.Embeddings;
import io.github.hcsc.train.prototypes.search.PrototypeIndex;
import io.github.hcsc.train.prototypes.search.SearchResult;
import io.github.hcsc.train.prototypes.search.SearchResult.Match;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/** The nearest neighbours of each of some rows, nearest first: what all findings of an audit are made of. */
public final class Neighbours {

    private final int count;
    private final int[] images; // [n, k]
    private final double[] angles; // [n, k]
    private final double compared;

    private Neighbours(int count, int[] images, double[] angles, double compared) {
        this.count = count;
        this.images = images;
        this.angles = angles;
        this.compared = compared;
    }

    /**
     * Finds the neighbours of each image of an index among the others.
     *
     * @param embeddings those of the index
     * @param count neighbours of each, fewer than the images
     * @param search how to find so many images most similar to a vector
     * @param progress is told of each image, by one thread at a time
     */
    public static Neighbours within(Embeddings embeddings, int count, Search search, IntConsumer progress) {
        requireEnough(count, embeddings.size() - 1);
        Function<Integer, Found> one = image ->
                Found.of(search.nearest(embeddings.row(image), count + 1), embeddings, embeddings, image, true, count);
        return collect(embeddings.size(), embeddings.size(), count, one, progress);
    }

    /**
     * Finds the neighbours of other rows among the images of an index.
     *
     * @param embeddings those of the index
     * @param others the other rows
     * @param count neighbours of each, at most the images of the index
     * @param search how to find so many images most similar to a vector
     * @param progress is told of each row, by one thread at a time
     */
    public static Neighbours between(
            Embeddings embeddings, Embeddings others, int count, Search search, IntConsumer progress) {
        requireEnough(count, embeddings.size());
        Function<Integer, Found> one =
                row -> Found.of(search.nearest(others.row(row), count), embeddings, others, row, false, count);
        return collect(others.size(), embeddings.size(), count, one, progress);
    }

    /** A way to find images most similar to a vector. */
    @FunctionalInterface
    public interface Search {
        /** Returns so many images at most. */
        SearchResult nearest(float[] vector, int most);

        /** Finds the truly nearest. */
        static Search exact(PrototypeIndex index) {
            return index::exact;
        }

        /** Follows so many nodes of each level, and may miss some. */
        static Search beam(PrototypeIndex index, int width) {
            return (vector, most) -> index.search(vector, most, width);
        }
    }

    private static void requireEnough(int count, int others) {
        if (count < 3 || count > others) {
            throw new IllegalArgumentException(
                    "neighbours must lie in 3.." + others + ", the number of other images, but were " + count);
        }
    }

    private static Neighbours collect(
            int rows, int images, int count, Function<Integer, Found> one, IntConsumer progress) {
        int[] found = new int[rows * count];
        double[] angles = new double[rows * count];
        double compared = IntStream.range(0, rows)
                .parallel()
                .mapToLong(row -> {
                    Found nearest = one.apply(row);
                    System.arraycopy(nearest.images, 0, found, row * count, count);
                    System.arraycopy(nearest.angles, 0, angles, row * count, count);
                    synchronized (progress) {
                        progress.accept(1);
                    }
                    return nearest.compared;
                })
                .sum();
        return new Neighbours(count, found, angles, compared / rows / images);
    }

    /** The neighbours of one row. A beam that finds too few repeats the last as an angle of pi. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Found(int[] images, double[] angles, int compared) {

        private record Near(int image, double angle) {}

        static Found of(
                SearchResult result, Embeddings of, Embeddings rows, int row, boolean withoutItself, int count) {
            float[] query = rows.row(row);
            Near[] near = result.matches().stream()
                    .map(Match::image)
                    .filter(image -> !withoutItself || image != row)
                    .map(image -> new Near(image, Angles.between(query, of.row(image))))
                    .sorted(Comparator.comparingDouble(Near::angle).thenComparingInt(Near::image))
                    .toArray(Near[]::new);
            int[] images = new int[count];
            double[] angles = new double[count];
            Arrays.fill(angles, Math.PI);
            Arrays.fill(images, near.length == 0 ? row : near[near.length - 1].image);
            for (int i = 0; i < Math.min(count, near.length); i++) {
                images[i] = near[i].image;
                angles[i] = near[i].angle;
            }
            return new Found(images, angles, result.compared());
        }
    }

    /** Writes a safetensors file with the tensors {@code images}, int32, and {@code cosines}, float32, both {@code [n, k]}. */
    public void write(Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(images.length * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asIntBuffer().put(images);
        float[] cosines = new float[angles.length];
        for (int i = 0; i < cosines.length; i++) {
            cosines[i] = (float) Math.cos(angles[i]);
        }
        Shape shape = new Shape(rows(), count);
        Safetensors.write(
                file,
                StateDict.builder()
                        .put("images", TensorData.of(DataType.INT32, shape, bytes))
                        .put("cosines", TensorData.of(cosines, rows(), count))
                        .build());
    }

    /** Returns the number of rows. */
    public int rows() {
        return images.length / count;
    }

    /** Returns the number of neighbours of each row. */
    public int count() {
        return count;
    }

    /**
     * Returns a neighbour.
     *
     * @param place 0 for the nearest
     */
    public int image(int row, int place) {
        return images[row * count + place];
    }

    /** Returns the angle of a row and its neighbour. */
    public double angle(int row, int place) {
        return angles[row * count + place];
    }

    /** Returns the angle of a row and the last of its neighbours. */
    public double widest(int row) {
        return angle(row, count - 1);
    }

    /** Returns the mean angle of a row and its neighbours. */
    public double meanAngle(int row) {
        double sum = 0;
        for (int place = 0; place < count; place++) {
            sum += angle(row, place);
        }
        return sum / count;
    }

    /** Returns the share of all images that a row was compared with in the mean. */
    public double compared() {
        return compared;
    }
}
