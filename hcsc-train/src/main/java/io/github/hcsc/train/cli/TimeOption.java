package io.github.hcsc.train.cli;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The time that a command may take, counted from its start. */
final class TimeOption {
    private final long start = System.nanoTime();

    @Option(
            names = "--time",
            paramLabel = "TIME",
            converter = Converter.class,
            description = {
                "Stop after so long, such as 15m or 1h30m: save, and say what is missing; 'hcsc resume' goes on.",
                "A new run without --epochs gets as many as fit, by the pace of a few steps that are tried first."
            })
    private Optional<Duration> time = Optional.empty();

    /** Returns the time that may be taken in all. */
    Optional<Duration> limit() {
        return time;
    }

    /** Returns what is left of a time that began when the command did. */
    Duration leftOf(Duration whole) {
        Duration left = whole.minusNanos(System.nanoTime() - start);
        return left.isNegative() ? Duration.ZERO : left;
    }

    /** Lets the trainings of this process stop when the time is over. */
    void begin() {
        time.map(this::leftOf).ifPresent(StopOnSignal::stopAfter);
    }

    static final class Converter implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String text) {
            try {
                Duration time = Duration.parse("PT" + text.toUpperCase(Locale.ROOT));
                if (time.compareTo(Duration.ZERO) > 0) {
                    return time;
                }
            } catch (DateTimeParseException e) {
                // What is no time is refused as one of nothing is.
            }
            throw new TypeConversionException("must be a time such as 90s, 15m or 1h30m, but was " + text);
        }
    }
}
