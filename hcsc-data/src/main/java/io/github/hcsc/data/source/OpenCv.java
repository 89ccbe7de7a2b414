package io.github.hcsc.data.source;

import org.bytedeco.opencv.global.opencv_core;

/** Loads OpenCV's native library once. */
final class OpenCv {
    private static final String PHYSICAL_LIMIT = "org.bytedeco.javacpp.maxPhysicalBytes";

    /*
     * JavaCPP would hold the memory of the whole process, tensors of an engine included, against the size of the Java
     * heap and refuse to work beyond it; 0 switches that off unless the user has set a limit.
     */
    static {
        if (System.getProperty(PHYSICAL_LIMIT) == null) {
            System.setProperty(PHYSICAL_LIMIT, "0");
        }
        opencv_core.setNumThreads(1);
    }

    private OpenCv() {}

    /** Does nothing but make sure that the library is there. */
    static void load() {}
}
