package io.github.hcsc.train.cli;

import java.util.function.Function;
import java.util.function.Predicate;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Numbers that options take, refused before any work is done. */
final class Ranges {
    private Ranges() {}

    /** A whole number from 1 on. */
    static final class Count implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String text) {
            return number(text, Integer::valueOf, value -> value >= 1, "a whole number from 1 on");
        }
    }

    /** A whole number from 0 on. */
    static final class CountOrNone implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String text) {
            return number(text, Integer::valueOf, value -> value >= 0, "a whole number from 0 on");
        }
    }

    /** A number above 0. */
    static final class Positive implements ITypeConverter<Double> {
        @Override
        public Double convert(String text) {
            return number(text, Double::valueOf, value -> value > 0 && !value.isInfinite(), "a positive number");
        }
    }

    /** A share of a whole, in (0, 1]. */
    static final class Share implements ITypeConverter<Double> {
        @Override
        public Double convert(String text) {
            return number(text, Double::valueOf, value -> value > 0 && value <= 1, "a number in (0, 1]");
        }
    }

    /** A share in per cent, in (0, 100]. */
    static final class Percent implements ITypeConverter<Double> {
        @Override
        public Double convert(String text) {
            return number(text, Double::valueOf, value -> value > 0 && value <= 100, "a number in (0, 100]");
        }
    }

    private static <T> T number(String text, Function<String, T> parser, Predicate<T> range, String rule) {
        try {
            T value = parser.apply(text);
            if (range.test(value)) {
                return value;
            }
        } catch (NumberFormatException e) {
            // What is no number lies in no range.
        }
        throw new TypeConversionException("must be " + rule + ", but was " + text);
    }
}
