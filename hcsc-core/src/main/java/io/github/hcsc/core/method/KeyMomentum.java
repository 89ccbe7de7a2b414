package io.github.hcsc.core.method;

import io.github.hcsc.core.method.Batch.Progress;

/**
 * How much of an encoder that follows another stays at each step.
 *
 * @param first at the first step, in [0, 1]
 * @param rises whether it rises to 1 in half a cosine, as in BYOL and MoCo v3, or stays
 */
public record KeyMomentum(double first, boolean rises) {

    /** @throws IllegalArgumentException if {@code first} is no share */
    public KeyMomentum {
        if (!(first >= 0 && first <= 1)) {
            throw new IllegalArgumentException("key momentum must lie in [0, 1], but was " + first);
        }
    }

    /** Returns the momentum of a step. */
    public double at(Progress progress) {
        double left = 0.5 * (1 + Math.cos(Math.PI * progress.epoch() / progress.epochs()));
        return rises ? 1 - left * (1 - first) : first;
    }
}
