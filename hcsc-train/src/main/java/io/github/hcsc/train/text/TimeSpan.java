package io.github.hcsc.train.text;

import java.time.Duration;
import java.util.Locale;

/** Lengths of time as people say them. */
public final class TimeSpan {
    private TimeSpan() {}

    /** Returns seconds up to two minutes, minutes up to two hours, else hours. */
    public static String inWords(Duration time) {
        double seconds = time.toMillis() / 1e3;
        if (seconds < 119.5) {
            return number(seconds, 0) + " seconds";
        }
        double minutes = seconds / 60;
        return minutes < 119.5
                ? number(minutes, minutes < 9.95 ? 1 : 0) + " minutes"
                : number(minutes / 60, 1) + " hours";
    }

    private static String number(double value, int digits) {
        return String.format(Locale.ROOT, "%." + digits + "f", value).replaceFirst("\\.0$", "");
    }
}
