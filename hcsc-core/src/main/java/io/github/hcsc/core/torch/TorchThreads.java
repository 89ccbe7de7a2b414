package io.github.hcsc.core.torch;

import ai.djl.pytorch.jni.JniUtils;

/** The threads that PyTorch computes with on the CPU. */
public final class TorchThreads {

    private TorchThreads() {}

    /** Lets one operation use so many threads. */
    public static void limit(int threads) {
        JniUtils.setNumThreads(threads);
    }

    /** Returns how many threads one operation uses. */
    public static int count() {
        return JniUtils.getNumThreads();
    }
}
