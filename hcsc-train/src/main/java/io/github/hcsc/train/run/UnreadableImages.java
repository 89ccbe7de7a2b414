package io.github.hcsc.train.run;

import io.github.hcsc.core.state.AtomicFile;
import io.github.hcsc.core.state.Printable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The images of a run that cannot be read, in {@code RUN/unreadable.tsv}: a line of name, tab and reason for each.
 *
 * @param reasons why each cannot be, by name
 */
public record UnreadableImages(Map<String, String> reasons) {
    /** All images can be read. */
    public static final UnreadableImages NONE = new UnreadableImages(Map.of());

    private static final String FILE = "unreadable.tsv";
    private static final int NAMED = 10;

    /** Copies the reasons. */
    public UnreadableImages {
        reasons = Collections.unmodifiableMap(new LinkedHashMap<>(reasons));
    }

    /** Reads what {@link #write} wrote, none if there is nothing. */
    public static UnreadableImages read(Path run) throws IOException {
        Path file = run.resolve(FILE);
        Map<String, String> reasons = new LinkedHashMap<>();
        if (Files.exists(file)) {
            for (String line : Files.readAllLines(file)) {
                int tab = Math.max(0, line.indexOf('\t'));
                reasons.put(line.substring(0, tab), line.substring(Math.min(line.length(), tab + 1)));
            }
        }
        return new UnreadableImages(reasons);
    }

    /** Notes these beside those that earlier processes of the run found. */
    public void write(Path run) throws IOException {
        Map<String, String> all = new LinkedHashMap<>(read(run).reasons);
        reasons.forEach((name, reason) -> all.put(plain(name), plain(reason)));
        if (!all.isEmpty()) {
            String lines = all.entrySet().stream()
                    .map(image -> image.getKey() + "\t" + image.getValue() + "\n")
                    .collect(Collectors.joining());
            AtomicFile.write(run.resolve(FILE), lines);
        }
    }

    private static String plain(String text) {
        return text.replaceAll("[\t\r\n]", " ");
    }

    /** Says how many and which, the first by name. */
    public String inWords() {
        String first = reasons.entrySet().stream()
                .limit(NAMED)
                .map(image -> Printable.of(image.getKey()) + " (" + Printable.of(image.getValue()) + ")")
                .collect(Collectors.joining(", "));
        int more = reasons.size() - NAMED;
        return String.format(
                Locale.ROOT,
                "%,d %s be read and %s no features: %s%s",
                reasons.size(),
                reasons.size() == 1 ? "image cannot" : "images cannot",
                reasons.size() == 1 ? "has" : "have",
                first,
                more > 0 ? String.format(Locale.ROOT, ", %,d more", more) : "");
    }
}
