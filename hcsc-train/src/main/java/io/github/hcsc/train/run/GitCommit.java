package io.github.hcsc.train.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The commit that a folder of a git repository stands at, read from the repository's own files. */
final class GitCommit {
    private static final String LINK = "gitdir: ";
    private static final String REFERENCE = "ref: ";

    private GitCommit() {}

    static Optional<String> of(Path folder) {
        try {
            for (Path parent = folder; parent != null; parent = parent.getParent()) {
                Path git = parent.resolve(".git");
                if (Files.isRegularFile(git)) {
                    return head(parent.resolve(linked(git)));
                }
                if (Files.isDirectory(git)) {
                    return head(git);
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of("unreadable: " + e.getMessage());
        }
    }

    private static String linked(Path file) throws IOException {
        String text = Files.readString(file).strip();
        if (!text.startsWith(LINK)) {
            throw new IOException(file + " names no repository");
        }
        return text.substring(LINK.length());
    }

    private static Optional<String> head(Path git) throws IOException {
        String head = Files.readString(git.resolve("HEAD")).strip();
        if (!head.startsWith(REFERENCE)) {
            return Optional.of(head);
        }
        String name = head.substring(REFERENCE.length());
        Path common = common(git);
        if (Files.exists(common.resolve(name))) {
            return Optional.of(Files.readString(common.resolve(name)).strip());
        }
        Path packed = common.resolve("packed-refs");
        if (!Files.exists(packed)) {
            return Optional.empty();
        }
        return Files.readAllLines(packed).stream()
                .filter(line -> line.endsWith(" " + name))
                .map(line -> line.substring(0, line.indexOf(' ')))
                .findFirst();
    }

    /** A worktree keeps its branches in the main repository. */
    private static Path common(Path git) throws IOException {
        Path link = git.resolve("commondir");
        return Files.exists(link) ? git.resolve(Files.readString(link).strip()) : git;
    }
}
