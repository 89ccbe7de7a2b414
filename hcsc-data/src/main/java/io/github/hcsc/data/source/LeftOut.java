package io.github.hcsc.data.source;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What opening a source left out, and what about it looks wrong.
 *
 * @param groups what was left out, by reason
 * @param warnings whole sentences on what may be incomplete
 */
public record LeftOut(List<Group> groups, List<String> warnings) {
    /** Nothing was left out. */
    public static final LeftOut NOTHING = new LeftOut(List.of(), List.of());

    private static final int SHOWN = 10;

    /** Copies the lists. */
    public LeftOut {
        groups = List.copyOf(groups);
        warnings = List.copyOf(warnings);
    }

    /**
     * Files or folders left out for one reason.
     *
     * @param what the reason, to follow a number: {@code ".heic"}, {@code "without extension"}, {@code "hidden"}
     * @param count how many
     * @param folders whether folders are among them
     * @param note an example or a remedy, perhaps empty
     */
    public record Group(String what, int count, boolean folders, String note) {
        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%,d %s%s", count, what, note.isEmpty() ? "" : " (" + note + ")");
        }
    }

    /** Returns the lines to show, for instance {@code "3 files left out: 1 .avif, 2 without extension"}. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        if (!groups.isEmpty()) {
            lines.add(summary());
        }
        lines.addAll(warnings);
        return lines;
    }

    /** Returns how many files and folders were left out, by reason. */
    public Map<String, Integer> counts() {
        Map<String, Integer> counts = new LinkedHashMap<>();
        groups.forEach(group -> counts.put(group.what, group.count));
        return counts;
    }

    private String summary() {
        int all = groups.stream().mapToInt(Group::count).sum();
        boolean folders = groups.stream().anyMatch(Group::folders);
        String what = (all == 1 ? folders ? "folder" : "file" : folders ? "files and folders" : "files");
        Set<Group> frequent = groups.stream()
                .sorted(Comparator.comparingInt(Group::count).reversed())
                .limit(SHOWN)
                .collect(Collectors.toSet());
        String shown =
                groups.stream().filter(frequent::contains).map(Group::toString).collect(Collectors.joining(", "));
        int more = all - frequent.stream().mapToInt(Group::count).sum();
        String rest = more == 0 ? "" : String.format(Locale.ROOT, ", %,d others", more);
        return String.format(Locale.ROOT, "%,d %s left out: %s%s", all, what, shown, rest);
    }
}
