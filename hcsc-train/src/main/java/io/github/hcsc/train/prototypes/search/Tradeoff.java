package io.github.hcsc.train.prototypes.search;

import io.github.hcsc.train.prototypes.Embeddings;
import io.github.hcsc.train.prototypes.search.SearchResult.Match;
import io.github.hcsc.train.prototypes.search.TopMatches.Nearest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What a way to search gives and costs.
 *
 * @param search how it searches
 * @param recall share of the truly nearest images that it found
 * @param compared share of all images whose similarity was computed
 * @param milliseconds mean time of a query, on one thread
 */
public record Tradeoff(String search, double recall, double compared, double milliseconds) {

    /**
     * Compares ways to search: every image, exactly through the tree, and beams.
     *
     * @param embeddings those of the index
     * @param queries other vectors
     * @param most number of images that each search finds
     * @param beams widths to try
     */
    public static List<Tradeoff> measure(
            PrototypeIndex index, Embeddings embeddings, Embeddings queries, int most, List<Integer> beams) {
        List<float[]> rows =
                IntStream.range(0, queries.size()).mapToObj(queries::row).toList();
        Function<float[], SearchResult> every = query -> everyImage(embeddings, query, most);
        List<Set<Integer>> truth =
                rows.stream().map(every).map(Tradeoff::images).toList();
        List<Tradeoff> results = new ArrayList<>();
        results.add(measure("every image", every, rows, truth, embeddings.size()));
        results.add(measure("exact", query -> index.exact(query, most), rows, truth, embeddings.size()));
        for (int beam : beams) {
            results.add(
                    measure("beam " + beam, query -> index.search(query, most, beam), rows, truth, embeddings.size()));
        }
        return results;
    }

    private static SearchResult everyImage(Embeddings embeddings, float[] query, int most) {
        Nearest found = new Nearest(most);
        for (int image = 0; image < embeddings.size(); image++) {
            found.offer(image, embeddings.similarity(image, query));
        }
        return new SearchResult(found.sorted(), embeddings.size());
    }

    /** The second of two rounds counts, when the code is warm. */
    private static Tradeoff measure(
            String name,
            Function<float[], SearchResult> search,
            List<float[]> queries,
            List<Set<Integer>> truth,
            int images) {
        List<SearchResult> results = List.of();
        double milliseconds = 0;
        for (int round = 0; round < 2; round++) {
            long start = System.nanoTime();
            results = queries.stream().map(search).toList();
            milliseconds = (System.nanoTime() - start) / 1e6 / queries.size();
        }
        long compared = 0;
        long found = 0;
        long wanted = 0;
        for (int i = 0; i < results.size(); i++) {
            compared += results.get(i).compared();
            wanted += truth.get(i).size();
            found += images(results.get(i)).stream()
                    .filter(truth.get(i)::contains)
                    .count();
        }
        return new Tradeoff(name, (double) found / wanted, (double) compared / images / results.size(), milliseconds);
    }

    private static Set<Integer> images(SearchResult result) {
        return result.matches().stream().map(Match::image).collect(Collectors.toSet());
    }

    /** The figures as a line. */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%-12s  recall %.4f  compared %6.2f %%  %.3f ms",
                search,
                recall,
                100 * compared,
                milliseconds);
    }
}
