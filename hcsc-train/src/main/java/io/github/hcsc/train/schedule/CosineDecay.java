package io.github.hcsc.train.schedule;

/**
 * Half a cosine: \( \eta_e = \eta_E + \frac12 (1 + \cos(\pi e / E)) (\eta_0 - \eta_E) \), with the epoch \( e \) counted
 * whole, or, per step, with its fraction.
 *
 * @param initial rate of epoch 0
 * @param last rate of epoch {@code epochs}, the first one not trained
 * @param epochs epochs of the run
 * @param perStep whether it falls at each step
 */
public record CosineDecay(double initial, double last, double epochs, boolean perStep) implements LearningRate {
    /** Checks the length. */
    public CosineDecay {
        if (!(epochs > 0)) {
            throw new IllegalArgumentException("epochs must be more than 0, but were " + epochs);
        }
    }

    /** A cosine that falls at each epoch. */
    public CosineDecay(double initial, double last, int epochs) {
        this(initial, last, epochs, false);
    }

    @Override
    public double at(double epoch) {
        double done = perStep ? epoch : Math.floor(epoch);
        return last + 0.5 * (1 + Math.cos(Math.PI * done / epochs)) * (initial - last);
    }
}
