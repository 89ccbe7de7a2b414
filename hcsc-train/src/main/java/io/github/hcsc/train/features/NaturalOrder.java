package io.github.hcsc.train.features;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** File names as people count them: shard_2 before shard_10. */
final class NaturalOrder {
    static final Comparator<Path> OF_NAMES = Comparator.<Path, String>comparing(NaturalOrder::padded)
            .thenComparing(path -> path.getFileName().toString());

    private static final Pattern NUMBER = Pattern.compile("\\d+");
    private static final int WIDTH = 24;

    private NaturalOrder() {}

    private static String padded(Path path) {
        Matcher numbers = NUMBER.matcher(path.getFileName().toString());
        return numbers.replaceAll(
                found -> "0".repeat(Math.max(0, WIDTH - found.group().length())) + found.group());
    }
}
