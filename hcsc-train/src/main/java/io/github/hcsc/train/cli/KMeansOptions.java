package io.github.hcsc.train.cli;

import io.github.hcsc.core.prototype.FastKMeans;
import io.github.hcsc.core.prototype.FlatClusterer;
import io.github.hcsc.core.prototype.GreedyKMeans;
import io.github.hcsc.core.prototype.KMeans;
import io.github.hcsc.core.prototype.ResampledKMeans;
import io.github.hcsc.core.prototype.ResampledKMeans.Choice;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How the centroids of a level are found. */
final class KMeansOptions {

    /** Where K-means starts. */
    enum Start {
        GREEDY {
            @Override
            FlatClusterer algorithm(int iterations) {
                return new GreedyKMeans(new FastKMeans(iterations));
            }
        },
        SPREAD {
            @Override
            FlatClusterer algorithm(int iterations) {
                return new FastKMeans(iterations);
            }
        },
        RANDOM {
            @Override
            FlatClusterer algorithm(int iterations) {
                return new KMeans(iterations, 1, Integer.MAX_VALUE);
            }
        };

        abstract FlatClusterer algorithm(int iterations);
    }

    @Option(
            names = "--start",
            paramLabel = "HOW",
            defaultValue = "greedy",
            description =
                    "greedy: greedy k-means++, up to 16384 nodes; spread: rows far from one another, in less time;"
                            + " random: random rows. Default: greedy.")
    private Start start = Start.GREEDY;

    @Option(
            names = "--iterations",
            paramLabel = "N",
            defaultValue = "20",
            converter = Ranges.Count.class,
            description = "Updates of a level at most. Default: 20.")
    private int iterations;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "0", description = "Of K-means. Default: 0.")
    private int seed;

    @Option(
            names = "--resample",
            paramLabel = "HOW",
            description = "Cluster again and again a few rows of each cluster, random or closest ones, so that rare"
                    + " regions get more nodes.")
    private Optional<Choice> resample = Optional.empty();

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "10",
            converter = Ranges.Count.class,
            description = "Of --resample. Default: 10.")
    private int rounds;

    @Option(
            names = "--points",
            paramLabel = "N",
            converter = Ranges.Count.class,
            description =
                    "Rows of each cluster in --resample. Default: 8 %% of the mean size, 50 %% if closest; at least"
                            + " 8.")
    private Optional<Integer> points = Optional.empty();

    /** The algorithm that these ask for. */
    FlatClusterer algorithm() {
        FlatClusterer base = start.algorithm(iterations);
        return resample.isPresent()
                ? new ResampledKMeans(base, resample.orElseThrow(), rounds, points.orElse(0))
                : base;
    }

    int iterations() {
        return iterations;
    }

    int seed() {
        return seed;
    }

    /** How many times as long as one K-means it takes at most. */
    int repetitions() {
        return resample.isPresent() ? rounds + 1 : 1;
    }

    /** What decides the centroids, by option. */
    Map<String, String> facts() {
        return Map.of(
                "--start", start.name(),
                "--iterations", Integer.toString(iterations),
                "--seed", Integer.toString(seed),
                "--resample", resample + " " + rounds + " " + points);
    }
}
