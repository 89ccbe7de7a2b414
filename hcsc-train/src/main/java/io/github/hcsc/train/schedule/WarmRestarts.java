package io.github.hcsc.train.schedule;

/**
 * Half a cosine from the initial rate to zero, again and again: \( \eta = \frac12 \eta_0 (1 + \cos(\pi (t \bmod T) / T)) \).
 * The time \( t \) is that of the batch before, as where the rate is renewed after each batch, so that the first batch
 * after a restart still has nearly none.
 *
 * @param initial the rate at each restart
 * @param period epochs \( T \) from restart to restart
 * @see <a href="https://arxiv.org/abs/1608.03983">Loshchilov and Hutter, SGDR</a>
 */
public record WarmRestarts(double initial, int period) implements StepRate {
    /** Checks the period. */
    public WarmRestarts {
        if (period < 1) {
            throw new IllegalArgumentException("period must be at least 1, but was " + period);
        }
    }

    @Override
    public double at(int epoch, int batch, int batches) {
        double time = Math.max(0, (long) epoch * batches + batch - 1) / (double) batches;
        return 0.5 * initial * (1 + Math.cos(Math.PI * (time % period) / period));
    }
}
