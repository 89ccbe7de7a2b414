package io.github.hcsc.data.source;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** The classes of a source's images: names in the order of their numbers, and the number of each image's class. */
final class ClassLabels {
    static final ClassLabels NONE = new ClassLabels(List.of(), new int[0]);

    private static final long FEW_CLASSES = 1000;
    private static final long PER_IMAGE = 10;
    private static final int MOST_DIGITS = 18;

    private final List<String> names;
    private final int[] labels;

    private ClassLabels(List<String> names, int[] labels) {
        this.names = List.copyOf(names);
        this.labels = labels;
    }

    /** Classes in the order of their names, from the name of each image's class; none when all have the same. */
    static ClassLabels ofFolders(List<String> folders) {
        return folders.stream().distinct().limit(2).count() < 2 ? NONE : byName(folders);
    }

    /**
     * Classes as a table gives them: whole numbers are the classes' own, {@code 2.0} too; anything else, and numbers far
     * beyond the number of images, are names.
     */
    static ClassLabels ofTexts(List<String> texts) {
        long most = Math.max(FEW_CLASSES, PER_IMAGE * texts.size());
        if (texts.stream().allMatch(text -> isNumber(text) && number(text) < most)) {
            int[] labels = texts.stream().mapToInt(text -> (int) number(text)).toArray();
            int classes = Arrays.stream(labels).max().orElse(-1) + 1;
            return new ClassLabels(
                    IntStream.range(0, classes).mapToObj(String::valueOf).toList(), labels);
        }
        return byName(texts);
    }

    private static ClassLabels byName(List<String> ofImages) {
        TreeSet<String> sorted = new TreeSet<>(ImageFiles.BY_CODE_POINT);
        sorted.addAll(ofImages);
        Map<String, Integer> numbers = new HashMap<>();
        sorted.forEach(name -> numbers.put(name, numbers.size()));
        int[] labels = ofImages.stream().mapToInt(numbers::get).toArray();
        return new ClassLabels(sorted.stream().map(Names::printable).toList(), labels);
    }

    /** Whether a text is digits alone, or digits and a fraction of zeros. */
    static boolean isNumber(String text) {
        int digits = digits(text);
        boolean whole = digits > 0 && digits <= MOST_DIGITS;
        int zeros = digits + 1;
        while (zeros < text.length() && text.charAt(zeros) == '0') {
            zeros++;
        }
        boolean fraction = digits < text.length() && text.charAt(digits) == '.' && zeros == text.length();
        return whole && (digits == text.length() || fraction);
    }

    private static int digits(String text) {
        int at = 0;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        return at;
    }

    private static long number(String text) {
        return Long.parseLong(text.substring(0, digits(text)));
    }

    List<String> names() {
        return names;
    }

    OptionalInt label(int image) {
        return names.isEmpty() ? OptionalInt.empty() : OptionalInt.of(labels[image]);
    }
}
