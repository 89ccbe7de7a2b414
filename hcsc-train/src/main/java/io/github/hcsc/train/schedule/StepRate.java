package io.github.hcsc.train.schedule;

/** The learning rate of a batch. It is a function of the batch's place alone. */
@FunctionalInterface
public interface StepRate {

    /**
     * Returns the rate of a batch.
     *
     * @param epoch the epoch, counted from 0
     * @param batch the batch within it, counted from 0
     * @param batches batches of each epoch
     */
    double at(int epoch, int batch, int batches);

    /** The rate of a schedule over epochs. */
    static StepRate of(LearningRate rate) {
        return (epoch, batch, batches) -> rate.at(epoch + (double) batch / batches);
    }
}
