package io.github.hcsc.train.cli;

import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import io.github.hcsc.train.Pretrainer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/**
 * Makes a process end when it is asked to: a training saves a checkpoint first, if it can in time; anything else has nothing
 * to save. Whatever happens, the exit status is that of the signal. A training whose time is over saves and ends as well; its
 * status is that of the command.
 */
final class StopOnSignal {
    /** Names the seconds that a training has to save. */
    static final String LIMIT = "HCSC_STOP_SECONDS";

    private static final int DEFAULT_LIMIT = 60;
    private static final int WRONG_USE = 2;

    /** Of this process: it runs one command. */
    private static volatile Optional<StopOnSignal> current = Optional.empty();

    private final int limit;
    private final CountDownLatch ended = new CountDownLatch(1);
    private Optional<Signals> asked = Optional.empty();
    private Optional<Pretrainer> training = Optional.empty();
    private boolean timeIsOver;

    private StopOnSignal(int limit) {
        this.limit = limit;
    }

    /**
     * Runs a command.
     *
     * @return its status, or that of the signal that ended it
     */
    static int during(IntSupplier command) {
        String text = System.getenv().getOrDefault(LIMIT, "" + DEFAULT_LIMIT);
        if (!text.matches("\\d{1,6}")) {
            System.err.println("hcsc: " + LIMIT + " must be a whole number of seconds, but was " + text);
            return WRONG_USE;
        }
        StopOnSignal stop = new StopOnSignal(Integer.parseInt(text));
        current = Optional.of(stop);
        List<Runnable> handlers = Arrays.stream(Signals.values())
                .map(signal -> signal.to(stop::ask))
                .toList();
        try {
            int status = command.getAsInt();
            return stop.asked().map(Signals::status).orElse(status);
        } finally {
            stop.ended.countDown();
            handlers.forEach(Runnable::run);
            current = Optional.empty();
        }
    }

    /** Stops this process's trainings, the one at work and those that follow, when a time is over. */
    static void stopAfter(Duration time) {
        current.ifPresent(stop -> daemon(() -> stop.stopAfterTime(time)));
    }

    /** Trains; a signal meanwhile, or the end of its time, stops the training after the step it is in. */
    static boolean run(Pretrainer pretrainer) {
        current.ifPresent(stop -> stop.begin(pretrainer));
        return pretrainer.run();
    }

    private synchronized void begin(Pretrainer pretrainer) {
        training = Optional.of(pretrainer);
        if (asked.isPresent() || timeIsOver) {
            pretrainer.requestStop();
        }
    }

    private synchronized Optional<Signals> asked() {
        return asked;
    }

    /** The first signal decides; launchers send the same one more than once. */
    private synchronized void ask(Signals signal) {
        if (asked.isPresent()) {
            return;
        }
        asked = Optional.of(signal);
        if (training.isEmpty()) {
            end(signal, "hcsc: stopped by SIG" + signal);
        }
        training.orElseThrow().requestStop();
        daemon(() -> endAfterLimit(signal));
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "hcsc-stop");
        thread.setDaemon(true);
        thread.start();
    }

    private void stopAfterTime(Duration time) {
        try {
            if (!ended.await(time.toMillis(), TimeUnit.MILLISECONDS)) {
                endTime();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void endTime() {
        timeIsOver = true;
        training.ifPresent(Pretrainer::requestStop);
    }

    private void endAfterLimit(Signals signal) {
        try {
            if (!ended.await(limit, TimeUnit.SECONDS)) {
                end(
                        signal,
                        "hcsc: no checkpoint within " + limit + " s of SIG" + signal + " (" + LIMIT
                                + " sets them); 'hcsc resume' goes on from the newest one");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void end(Signals signal, String message) {
        System.err.println(message);
        NativeExit.now(signal.status());
    }

    /**
     * Ends the process under a computation. {@link System#exit} and {@link Runtime#halt} both run the destructors of native libraries,
     * under which the engine's other threads crash; the C library's {@code _exit} runs nothing.
     */
    static final class NativeExit {
        private NativeExit() {}

        static void now(int status) {
            try {
                if (!Platform.isWindows()) {
                    NativeLibrary.getInstance("c").getFunction("_exit").invokeVoid(new Object[] {status});
                }
            } finally {
                Runtime.getRuntime().halt(status); // no such function
            }
        }
    }
}
