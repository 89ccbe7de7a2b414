package io.github.hcsc.train.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A number of bytes such as {@code 512m} or {@code 8g}, in powers of 1024 as Java's own options count. */
final class ByteCount implements ITypeConverter<Long> {
    private static final Pattern SIZE = Pattern.compile("(\\d{1,9})([kmgt])", Pattern.CASE_INSENSITIVE);
    private static final String UNITS = "kmgt";
    private static final int UNIT_BITS = 10;

    @Override
    public Long convert(String text) {
        Matcher matcher = SIZE.matcher(text);
        if (!matcher.matches() || matcher.group(1).matches("0+")) {
            throw new TypeConversionException("must be a size such as 512m or 8g, but was " + text);
        }
        int unit = UNITS.indexOf(Character.toLowerCase(matcher.group(2).charAt(0))) + 1;
        return Long.parseLong(matcher.group(1)) << (unit * UNIT_BITS);
    }
}
