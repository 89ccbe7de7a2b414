package io.github.hcsc.data.source;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What systems and programs leave in folders, told by its name. */
final class Litter {
    private static final Set<String> SYSTEM = Set.of(
            "@eadir",
            "@recycle",
            "@recently-snapshot",
            "#recycle",
            "#snapshot",
            "__macosx",
            "$recycle.bin",
            "system volume information",
            "lost+found",
            "thumbs.db",
            "desktop.ini");

    private Litter() {}

    /**
     * Finds out whether a file or folder belongs to a system and not to the data.
     *
     * @param name a name without a path
     * @return the reason to leave it out, if there is one
     */
    static Optional<String> reason(String name) {
        if (name.startsWith(".") && !name.equals(".") && !name.equals("..")) {
            return Optional.of("hidden");
        }
        return SYSTEM.contains(name.toLowerCase(Locale.ROOT)) ? Optional.of("of the system") : Optional.empty();
    }
}
