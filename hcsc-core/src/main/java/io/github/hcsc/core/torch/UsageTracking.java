package io.github.hcsc.core.torch;

/** What DJL sends to its makers when it starts on a machine of Amazon's cloud. */
public final class UsageTracking {
    private UsageTracking() {}

    /** Switches it off unless the property {@code OPT_OUT_TRACKING} is set. Call before the first tensor is made. */
    public static void switchOff() {
        System.getProperties().putIfAbsent("OPT_OUT_TRACKING", "true");
    }
}
