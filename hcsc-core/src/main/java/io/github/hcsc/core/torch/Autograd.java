package io.github.hcsc.core.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.util.function.Supplier;

/**
 * Switches the recording of gradients on and off for the calling thread.
 *
 * <p>PyTorch keeps this mode per thread, and DJL switches it off only in the thread that loads the engine, so every
 * thread that touches tensors states what it wants.
 */
public final class Autograd {

    private Autograd() {}

    /** Returns what {@code body} computes while operations of this thread are recorded for {@link #backward}. */
    public static <T> T recording(Supplier<T> body) {
        return inMode(true, body);
    }

    /** Returns what {@code body} computes while nothing is recorded: for keys, features, clustering and updates. */
    public static <T> T paused(Supplier<T> body) {
        return inMode(false, body);
    }

    /** Runs {@code body} while nothing is recorded. */
    public static void paused(Runnable body) {
        inMode(false, () -> {
            body.run();
            return true;
        });
    }

    private static <T> T inMode(boolean mode, Supplier<T> body) {
        boolean before = JniUtils.isGradMode();
        JniUtils.setGradMode(mode);
        try {
            return body.get();
        } finally {
            JniUtils.setGradMode(before);
        }
    }

    /**
     * Adds the gradients of a scalar to its parameters' gradients and releases the recorded graph.
     *
     * @param loss a tensor of one element
     */
    public static void backward(NDArray loss) {
        try (NDArray one = loss.onesLike()) {
            JniUtils.backward((PtNDArray) loss, (PtNDArray) one, false, false);
        }
    }

    /**
     * Adds the gradients that an outer gradient causes to the parameters' gradients and releases the recorded graph.
     *
     * @param output what was recorded
     * @param gradient the gradient of a loss with respect to it, of its shape
     */
    public static void backward(NDArray output, NDArray gradient) {
        JniUtils.backward((PtNDArray) output, (PtNDArray) gradient, false, false);
    }

    /** Returns whether operations of this thread are recorded. */
    public static boolean isRecording() {
        return JniUtils.isGradMode();
    }
}
