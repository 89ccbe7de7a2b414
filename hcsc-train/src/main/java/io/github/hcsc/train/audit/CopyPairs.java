package io.github.hcsc.train.audit;

import io.github.hcsc.train.prototypes.Embeddings;
import io.github.hcsc.train.prototypes.search.PrototypeIndex;
import io.github.hcsc.train.prototypes.search.SearchResult.Match;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** All pairs of rows within an angle of one another. */
final class CopyPairs {

    /** More than rounding takes from a cosine in single precision. */
    private static final double ROUNDING = 1e-5;

    /**
     * Two rows.
     *
     * @param row a row
     * @param image an image of the index
     * @param angle between them
     */
    record Pair(int row, int image, double angle) {}

    private final PrototypeIndex index;
    private final Embeddings images;
    private final Embeddings rows;
    private final Neighbours neighbours;

    /**
     * Prepares to find pairs of a row and an image.
     *
     * @param neighbours of the rows among the images
     */
    CopyPairs(PrototypeIndex index, Embeddings images, Embeddings rows, Neighbours neighbours) {
        this.index = index;
        this.images = images;
        this.rows = rows;
        this.neighbours = neighbours;
    }

    /** Returns the pairs by row, then nearest first; a pair of an image and itself is one of them. */
    List<Pair> within(double angle) {
        return IntStream.range(0, rows.size())
                .parallel()
                .filter(row -> neighbours.angle(row, 0) <= angle)
                .boxed()
                .flatMap(row -> neighbours.widest(row) > angle ? known(row, angle) : searched(row, angle))
                .toList();
    }

    private Stream<Pair> known(int row, double angle) {
        return IntStream.range(0, neighbours.count())
                .filter(place -> neighbours.angle(row, place) <= angle)
                .mapToObj(place -> new Pair(row, neighbours.image(row, place), neighbours.angle(row, place)));
    }

    /** All known neighbours are copies, so there may be more. */
    private Stream<Pair> searched(int row, double angle) {
        float[] query = rows.row(row);
        return index.within(query, (float) (Math.cos(angle) - ROUNDING)).matches().stream()
                .map(Match::image)
                .map(image -> new Pair(row, image, Angles.between(query, images.row(image))))
                .filter(pair -> pair.angle <= angle);
    }
}
