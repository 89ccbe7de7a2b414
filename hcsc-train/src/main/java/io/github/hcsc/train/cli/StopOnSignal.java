package io.github.hcsc.train.cli;

import io.github.hcsc.train.Pretrainer;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Makes a terminated or interrupted process save a checkpoint before it ends. */
final class StopOnSignal implements AutoCloseable {

    private static final int SECONDS_TO_SAVE = 60;

    private final CountDownLatch saved = new CountDownLatch(1);
    private final Thread hook;

    StopOnSignal(Pretrainer pretrainer) {
        hook = new Thread(() -> stop(pretrainer), "hcsc-stop");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    private void stop(Pretrainer pretrainer) {
        pretrainer.requestStop();
        try {
            if (!saved.await(SECONDS_TO_SAVE, TimeUnit.SECONDS)) {
                System.err.println("hcsc: no checkpoint within " + SECONDS_TO_SAVE
                        + " s of the signal; 'hcsc resume' goes on from the one before");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        saved.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The hook runs already: the process is ending, as asked.
        }
    }
}
