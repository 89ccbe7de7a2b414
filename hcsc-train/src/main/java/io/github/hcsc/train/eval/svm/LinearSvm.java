package io.github.hcsc.train.eval.svm;

import de.bwaldvogel.liblinear.Feature;
import de.bwaldvogel.liblinear.FeatureNode;
import de.bwaldvogel.liblinear.Linear;
import de.bwaldvogel.liblinear.Model;
import de.bwaldvogel.liblinear.Parameter;
import de.bwaldvogel.liblinear.Problem;
import de.bwaldvogel.liblinear.SolverType;
import java.util.Random;

/**
 * Two-class support vector machine with squared hinge loss and a regularised bias, solved in the dual.
 *
 * @param cost weight of the loss of negative images against the regularisation
 * @param positiveWeight how many times more the loss of positive images weighs
 * @param tolerance at which the solver stops
 * @param iterations after which it stops anyway
 */
public record LinearSvm(double cost, double positiveWeight, double tolerance, int iterations) {
    /** PCL's: cost 0.5, positive images weigh twice, tolerance 1e-4, 2000 iterations. */
    public static final LinearSvm PUBLISHED = new LinearSvm(0.5, 2, 1e-4, 2000);

    private static final int POSITIVE = 1;
    private static final int NEGATIVE = -1;

    static {
        Linear.disableDebugOutput();
    }

    /** Checks that all numbers are positive. */
    public LinearSvm {
        if (!(cost > 0) || !(positiveWeight > 0) || !(tolerance > 0) || iterations < 1) {
            throw new IllegalArgumentException(
                    "cost, weight of positives, tolerance and iterations must be positive, but" + " were " + cost + ", "
                            + positiveWeight + ", " + tolerance + " and " + iterations);
        }
    }

    /** Gives vectors the form that training and scoring take. */
    static Feature[][] vectors(float[] rows, int width) {
        Feature[][] vectors = new Feature[rows.length / width][width];
        for (int i = 0; i < vectors.length; i++) {
            for (int j = 0; j < width; j++) {
                vectors[i][j] = new FeatureNode(j + 1, rows[i * width + j]);
            }
        }
        return vectors;
    }

    /**
     * Trains, and returns the signed distances of other vectors, times the length of the weights.
     *
     * @param training vectors to learn from
     * @param positive whether each of them is positive; at least one of each kind
     * @param test vectors to score
     */
    double[] scores(Feature[][] training, boolean[] positive, Feature[][] test) {
        Problem problem = new Problem();
        problem.l = training.length;
        problem.n = training[0].length + 1;
        problem.bias = 1;
        problem.x = new Feature[training.length][];
        problem.y = new double[training.length];
        for (int i = 0; i < training.length; i++) {
            problem.x[i] = withBias(training[i]);
            problem.y[i] = positive[i] ? POSITIVE : NEGATIVE;
        }
        Parameter parameter = new Parameter(SolverType.L2R_L2LOSS_SVC_DUAL, cost, iterations, tolerance);
        parameter.setWeights(new double[] {positiveWeight, 1}, new int[] {POSITIVE, NEGATIVE});
        parameter.setRandom(new Random(0));
        Model model = Linear.train(problem, parameter);
        double sign = model.getLabels()[0] == POSITIVE ? 1 : -1;
        double[] weights = model.getFeatureWeights();
        double[] scores = new double[test.length];
        for (int i = 0; i < test.length; i++) {
            scores[i] = sign * score(weights, test[i]);
        }
        return scores;
    }

    private static Feature[] withBias(Feature[] vector) {
        Feature[] extended = new Feature[vector.length + 1];
        System.arraycopy(vector, 0, extended, 0, vector.length);
        extended[vector.length] = new FeatureNode(vector.length + 1, 1);
        return extended;
    }

    private static double score(double[] weights, Feature[] vector) {
        double score = weights[vector.length];
        for (int j = 0; j < vector.length; j++) {
            score += weights[j] * vector[j].getValue();
        }
        return score;
    }
}
