package io.github.hcsc.train.audit;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Images whose class is doubtful: by the votes of their neighbours and by a classifier that has not seen them.
 *
 * @param estimated number of images with a wrong class
 * @param agreement share of the images whose given class is the one that the classifier finds most probable
 * @param ranked all images, the most doubtful first
 */
public record LabelErrors(double estimated, double agreement, List<Doubt> ranked) {
    private static final double LEAST_AGREEMENT = 0.8;

    /** Copies the list. */
    public LabelErrors {
        ranked = List.copyOf(ranked);
    }

    /**
     * An image and its class.
     *
     * @param image its position
     * @param given the class that it has
     * @param suggested another class
     * @param vote share of the neighbours' votes for the given class
     * @param ownProbability of the given class
     * @param otherProbability of the suggested class
     * @param confident whether the classifier is as sure of another class as it is of that class's own images
     */
    public record Doubt(
            int image,
            String given,
            String suggested,
            double vote,
            double ownProbability,
            double otherProbability,
            boolean confident) {}

    /**
     * Judges.
     *
     * @param votes shares of the neighbours' votes, {@code [n, C]}
     * @param probabilities by classifiers that have not seen the image, {@code [n, C]}
     */
    static LabelErrors of(Classes classes, double[][] votes, double[][] probabilities) {
        ConfidentLearning learning = new ConfidentLearning(classes, probabilities);
        double[] own = IntStream.range(0, votes.length)
                .mapToDouble(image -> votes[image][classes.given()[image]])
                .toArray();
        double[] margins =
                IntStream.range(0, votes.length).mapToDouble(learning::margin).toArray();
        double[] first = ranks(own);
        double[] second = ranks(margins);
        List<Doubt> ranked = IntStream.range(0, votes.length)
                .boxed()
                .sorted(Comparator.<Integer>comparingDouble(image -> first[image] + second[image])
                        .thenComparingDouble(image -> margins[image])
                        .thenComparing(Comparator.naturalOrder()))
                .map(image -> doubt(image, classes, votes[image], probabilities[image], learning.contradicts(image)))
                .toList();
        double agreeing = IntStream.range(0, votes.length)
                .filter(image -> largest(probabilities[image], -1) == classes.given()[image])
                .count();
        return new LabelErrors(learning.errors(), agreeing / votes.length, ranked);
    }

    private static Doubt doubt(int image, Classes classes, double[] votes, double[] probabilities, boolean confident) {
        int given = classes.given()[image];
        int voted = largest(votes, -1);
        int suggested = voted != given && votes[voted] > 0 ? voted : largest(probabilities, given);
        return new Doubt(
                image,
                classes.names().get(given),
                classes.names().get(suggested),
                votes[given],
                probabilities[given],
                probabilities[suggested],
                confident);
    }

    private static int largest(double[] values, int except) {
        return IntStream.range(0, values.length)
                .filter(i -> i != except)
                .boxed()
                .max(Comparator.<Integer>comparingDouble(i -> values[i]).thenComparing(Comparator.reverseOrder()))
                .orElseThrow();
    }

    /** The place of each value among all in growing order; equal ones share the mean of their places. */
    static double[] ranks(double... values) {
        Integer[] order = IntStream.range(0, values.length).boxed().toArray(Integer[]::new);
        Arrays.sort(order, Comparator.comparingDouble(i -> values[i]));
        double[] ranks = new double[values.length];
        for (int start = 0; start < order.length; ) {
            int end = start + 1;
            while (end < order.length && values[order[end]] == values[order[start]]) {
                end++;
            }
            for (int i = start; i < end; i++) {
                ranks[order[i]] = (start + end - 1) / 2.0;
            }
            start = end;
        }
        return ranks;
    }

    /** Returns whether the features tell classes well enough for doubts to mean wrong classes rather than hard images. */
    public boolean meansWrong() {
        return agreement >= LEAST_AGREEMENT;
    }

    /** Returns the most doubtful images, as many as are estimated to have a wrong class. */
    public List<Doubt> listed() {
        return ranked.subList(0, (int) Math.min(ranked.size(), Math.round(estimated)));
    }
}
