package io.github.hcsc.train.eval;

import io.github.hcsc.train.metrics.MetricsRecord;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Whether an encoder tells images apart, judged without labels.
 *
 * @param grade the judgement in a word
 * @param reason what it rests on, and what to do
 */
public record HealthVerdict(Grade grade, String reason) {
    private static final double COLLAPSED_SPREAD = 0.05;
    private static final double COLLAPSED_RANK = 2;
    private static final double DOUBTFUL_SHARE = 0.1;

    private static final String RANK = "effective_rank";
    private static final String RANK_SHARE = "rank_share";
    private static final String SPREAD = "spread";

    /** How well images are told apart, the best first. */
    public enum Grade {
        /** Many directions are in use. */
        HEALTHY,
        /** Few directions are in use: usual early in training. */
        DOUBTFUL,
        /** All images get nearly one point or line. */
        COLLAPSED
    }

    /**
     * Judges vectors of images.
     *
     * @param what they are, such as {@code features}
     * @param effectiveRank how many directions they use
     * @param possibleRank how many they could use; 0 if that is not known
     * @param spread as in {@link EmbeddingHealth#spread}
     */
    public static HealthVerdict of(String what, double effectiveRank, double possibleRank, double spread) {
        if (spread < COLLAPSED_SPREAD || effectiveRank < COLLAPSED_RANK) {
            return new HealthVerdict(
                    Grade.COLLAPSED,
                    "all images get nearly the same " + what
                            + "; lower the learning rate, or look for a batch that is too"
                            + " small or images that are all alike");
        }
        String used = String.format(Locale.ROOT, "about %.0f", effectiveRank)
                + (possibleRank > 0 ? String.format(Locale.ROOT, " of %.0f", possibleRank) : "");
        if (effectiveRank < DOUBTFUL_SHARE * possibleRank) {
            return new HealthVerdict(
                    Grade.DOUBTFUL,
                    "the " + what + " use only " + used + " dimensions; usual early in training, later a sign that too"
                            + " little is learnt: train longer, or change the learning rate");
        }
        return new HealthVerdict(Grade.HEALTHY, "the " + what + " use " + used + " dimensions");
    }

    /** Judges the newest measurement of a run after its start, else the one before training; none if there is none. */
    public static Optional<HealthVerdict> ofNewest(List<MetricsRecord> records) {
        return records.stream().flatMap(record -> of(record.values()).stream()).reduce((earlier, later) -> later);
    }

    /** Judges features and embeddings by the figures that {@link EmbeddingHealth#metrics} named; the worse counts. */
    public static Optional<HealthVerdict> of(Map<String, Double> metrics) {
        return Stream.of(
                        ofMetrics("embeddings", "embeddings_", metrics),
                        ofMetrics("features", "features_", metrics),
                        ofMetrics("features", "", metrics)) // as earlier versions named them
                .flatMap(Optional::stream)
                .max(Comparator.comparing(HealthVerdict::grade));
    }

    private static Optional<HealthVerdict> ofMetrics(String what, String prefix, Map<String, Double> metrics) {
        Double rank = metrics.get(prefix + RANK);
        Double spread = metrics.get(prefix + SPREAD);
        if (rank == null || spread == null) {
            return Optional.empty();
        }
        double share = metrics.getOrDefault(prefix + RANK_SHARE, Double.POSITIVE_INFINITY);
        return Optional.of(of(what, rank, rank / share, spread));
    }

    @Override
    public String toString() {
        return grade.name().toLowerCase(Locale.ROOT) + ": " + reason;
    }
}
