package io.github.hcsc.train.eval;

import java.util.Locale;

/**
 * How often a classifier is right.
 *
 * @param images images classified
 * @param top1 images whose class has the highest score, in per cent
 * @param top5 images whose class is among the five highest scores, in per cent
 */
public record Accuracy(long images, double top1, double top5) {
    private static final int TOP = 5;

    /** Counts right answers. */
    public static final class Counter {
        private long images;
        private long first;
        private long amongFive;

        /**
         * Adds images.
         *
         * @param scores the scores of all classes of one image after the other
         * @param labels the true class of each image
         * @throws IllegalArgumentException if a score is not a number
         */
        public void add(float[] scores, int[] labels) {
            int classes = scores.length / labels.length;
            for (int i = 0; i < labels.length; i++) {
                int rank = rank(scores, i * classes, classes, labels[i]);
                images++;
                first += rank == 0 ? 1 : 0;
                amongFive += rank < TOP ? 1 : 0;
            }
        }

        /** Returns the accuracy over all images so far. */
        public Accuracy result() {
            return new Accuracy(images, 100.0 * first / images, 100.0 * amongFive / images);
        }

        /** How many classes are above the true one; of equal scores the lower class is above. */
        private static int rank(float[] scores, int start, int classes, int label) {
            float own = scores[start + label];
            if (Float.isNaN(own)) {
                throw new IllegalArgumentException(
                        "scores must be numbers, but are not: the learning rate is too high");
            }
            int rank = 0;
            for (int other = 0; other < classes; other++) {
                float score = scores[start + other];
                rank += score > own || (score == own && other < label) ? 1 : 0;
            }
            return rank;
        }
    }

    /** The accuracy as a phrase. */
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "top-1 %.2f %%, top-5 %.2f %%", top1, top5);
    }
}
