package io.github.hcsc.train.prototypes.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.hcsc.train.prototypes.Embeddings;
import io.github.hcsc.train.prototypes.RandomTree;
import io.github.hcsc.train.prototypes.search.SearchResult.Match;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.assertj.core.api.recursive.comparison.RecursiveComparisonConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PrototypeIndexTest {
    private static final int IMAGES = 700;
    private static final int DIMENSION = 9;
    private static final RecursiveComparisonConfiguration ROUNDED = RecursiveComparisonConfiguration.builder()
            .withEqualsForType((a, b) -> Math.abs(a - b) < 1e-5, Float.class)
            .build();

    private final RandomTree random = RandomTree.of(IMAGES, DIMENSION, 4, 40, 12, 4);
    private final PrototypeIndex index = PrototypeIndex.of(random.tree(), random.embeddings());

    @ParameterizedTest
    @ValueSource(ints = {1, 7, IMAGES, 2 * IMAGES})
    void exactSearchFindsWhatComparingEveryImageFinds(int most) {
        for (float[] query : queries(30)) {
            assertThat(index.exact(query, most).matches())
                    .usingRecursiveFieldByFieldElementComparator(ROUNDED)
                    .isEqualTo(everyImage(query).subList(0, Math.min(most, IMAGES)));
        }
    }

    @Test
    void theWidestBeamIsExact() {
        for (float[] query : queries(30)) {
            assertThat(index.search(query, 10, index.widest()).matches())
                    .isEqualTo(index.exact(query, 10).matches());
        }
    }

    @Test
    void aWiderBeamFindsNoLess() {
        for (float[] query : queries(30)) {
            double before = Double.NEGATIVE_INFINITY;
            for (int beam : List.of(1, 2, 4, 8, 40)) {
                List<Match> matches = index.search(query, 1, beam).matches();
                assertThat((double) matches.get(0).similarity()).isGreaterThanOrEqualTo(before);
                before = matches.get(0).similarity();
            }
        }
    }

    @Test
    void exactSearchPassesMostImagesOver() {
        int compared = IntStream.range(0, 20)
                .map(image -> index.exact(random.embeddings().row(image), 5).compared())
                .sum();

        assertThat(compared).isLessThan(20 * IMAGES / 4);
    }

    @Test
    void findsEverythingWithinASimilarity() {
        for (float[] query : queries(20)) {
            List<Match> expected = everyImage(query).stream()
                    .filter(match -> match.similarity() >= 0.7f)
                    .toList();
            assertThat(index.within(query, 0.7f).matches())
                    .usingRecursiveFieldByFieldElementComparator(ROUNDED)
                    .isEqualTo(expected);
        }
    }

    @Test
    void theLengthOfAQueryDoesNotMatter() {
        float[] query = random.embeddings().row(3);
        float[] longer = query.clone();
        IntStream.range(0, DIMENSION).forEach(i -> longer[i] *= 8);

        assertThat(index.search(longer, 3, 2)).isEqualTo(index.search(query, 3, 2));
        assertThat(index.exact(longer, 1).matches().get(0).image()).isEqualTo(3);
    }

    @Test
    void refusesWhatCannotBeSearched() {
        assertThatThrownBy(() -> index.exact(new float[DIMENSION + 1], 1))
                .hasMessage("a query must have 9 values, but has 10");
        assertThatThrownBy(() -> index.exact(new float[DIMENSION], 1)).hasMessageContaining("finite and not zero");
        assertThatThrownBy(() -> index.search(random.embeddings().row(0), 1, 0))
                .hasMessage("images and beam must be at least 1, but were 1 and 0");
        assertThatThrownBy(() ->
                        PrototypeIndex.of(random.tree(), random.embeddings().select(0, 1)))
                .hasMessage("embeddings must be those of the tree, 700 of 9 values, but were 2 of 9");
    }

    @Test
    void theTradeoffCountsRecallAndWork() {
        float[] values = new float[20 * DIMENSION];
        List<float[]> queries = queries(20);
        IntStream.range(0, 20).forEach(i -> System.arraycopy(queries.get(i), 0, values, i * DIMENSION, DIMENSION));

        List<Tradeoff> results = Tradeoff.measure(
                index, random.embeddings(), Embeddings.of(0, DIMENSION, values), 10, List.of(1, 4, index.widest()));

        assertThat(results)
                .extracting(Tradeoff::search)
                .containsExactly("every image", "exact", "beam 1", "beam 4", "beam 40");
        assertThat(results).extracting(Tradeoff::recall).startsWith(1.0, 1.0).endsWith(1.0);
        assertThat(results.get(2).recall()).isBetween(0.05, results.get(3).recall());
        assertThat(results.get(0).compared()).isEqualTo(1);
        assertThat(results.get(2).compared()).isLessThan(results.get(3).compared());
    }

    private List<Match> everyImage(float[] query) {
        return IntStream.range(0, IMAGES)
                .mapToObj(image -> new Match(image, random.embeddings().similarity(image, query)))
                .sorted()
                .toList();
    }

    /** Unit vectors near some images and away from all. */
    private List<float[]> queries(int count) {
        SplittableRandom source = new SplittableRandom(9);
        return IntStream.range(0, count)
                .mapToObj(i -> {
                    float[] query = random.embeddings().row(source.nextInt(IMAGES));
                    for (int j = 0; j < DIMENSION; j++) {
                        query[j] += (float) (source.nextGaussian() * (i % 3) * 0.2);
                    }
                    double length = Math.sqrt(IntStream.range(0, DIMENSION)
                            .mapToDouble(j -> query[j] * query[j])
                            .sum());
                    IntStream.range(0, DIMENSION).forEach(j -> query[j] /= (float) length);
                    return query;
                })
                .toList();
    }
}
