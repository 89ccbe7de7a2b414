package io.github.hcsc.train.cli;

import io.github.hcsc.train.Pretrainer;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Makes a terminated or interrupted process save a checkpoint before it ends. */
final class StopOnSignal {

    private static final int SECONDS_TO_SAVE = 60;
    private static final int SECONDS_TO_TELL = 1;

    /** Of this process: it runs one command. */
    private static final CountDownLatch TOLD = new CountDownLatch(1);

    private StopOnSignal() {}

    /** Trains; a signal meanwhile stops the training after the step it is in. */
    static boolean run(Pretrainer pretrainer) {
        CountDownLatch saved = new CountDownLatch(1);
        Thread hook = new Thread(() -> stop(pretrainer, saved), "hcsc-stop");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            return pretrainer.run();
        } finally {
            saved.countDown();
            remove(hook);
        }
    }

    /** To be called when the command has printed its result: a process that was asked to end waits for that. */
    static void told() {
        TOLD.countDown();
    }

    private static void stop(Pretrainer pretrainer, CountDownLatch saved) {
        pretrainer.requestStop();
        try {
            if (!saved.await(SECONDS_TO_SAVE, TimeUnit.SECONDS)) {
                System.err.println("hcsc: no checkpoint within " + SECONDS_TO_SAVE
                        + " s of the signal; 'hcsc resume' goes on from the one before");
            } else {
                TOLD.await(SECONDS_TO_TELL, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void remove(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The hook runs already: the process is ending, as asked.
        }
    }
}
