package io.github.hcsc.train.schedule;

/**
 * Half a cosine: \( \eta_e = \eta_E + \frac12 (1 + \cos(\pi e / E)) (\eta_0 - \eta_E) \).
 *
 * @param initial rate of epoch 0
 * @param last rate of epoch {@code epochs}, the first one not trained
 * @param epochs epochs of the run
 */
public record CosineDecay(double initial, double last, int epochs) implements LearningRate {
    /** Checks the length. */
    public CosineDecay {
        if (epochs < 1) {
            throw new IllegalArgumentException("epochs must be at least 1, but was " + epochs);
        }
    }

    @Override
    public double at(int epoch) {
        return last + 0.5 * (1 + Math.cos(Math.PI * epoch / epochs)) * (initial - last);
    }
}
