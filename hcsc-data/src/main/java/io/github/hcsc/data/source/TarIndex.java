package io.github.hcsc.data.source;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds the images in one tar file; a link stands for the bytes of the member it leads to. */
final class TarIndex implements TarReader.Visitor {
    private static final int LONGEST_CHAIN = 40;

    private final FileChannel channel;
    private final Exclusions exclusions;
    private final Tally tally;
    private final List<Member> images = new ArrayList<>();
    private final Map<String, String> links = new HashMap<>();

    /**
     * A file within the tar file.
     *
     * @param name its path
     * @param offset where its bytes begin; negative for a link
     * @param size how many they are
     */
    record Member(String name, long offset, int size) {
        private static final int LINK = -1;

        static Member link(String name) {
            return new Member(name, LINK, 0);
        }

        boolean isLink() {
            return offset == LINK;
        }

        /** The name of the folder it lies in, empty at the root. */
        String folder() {
            int last = name.lastIndexOf('/');
            String folder = name.substring(name.lastIndexOf('/', last - 1) + 1, Math.max(last, 0));
            return folder.equals(".") ? "" : folder;
        }
    }

    private TarIndex(FileChannel channel, Opening opening) {
        this.channel = channel;
        this.exclusions = opening.exclusions();
        this.tally = opening.tally();
    }

    /** Lists the images of a tar file and counts what else is in it. */
    static List<Member> of(Path file, FileChannel channel, Opening opening) throws IOException {
        TarIndex index = new TarIndex(channel, opening);
        try {
            TarReader.End end = new TarReader(channel).visit(index);
            if (end != TarReader.End.MARKED) {
                opening.tally().warn(end.warning(), file);
            }
            return index.resolved();
        } catch (IOException e) {
            throw new IOException("cannot read tar file %s: %s".formatted(file, e.getMessage()), e);
        }
    }

    @Override
    public void file(String name, long offset, long size) {
        if (!isWanted(name)) {
            return;
        }
        if (size > Integer.MAX_VALUE - TarHeader.BLOCK) {
            tally.file("larger than 2 GB", name);
        } else {
            images.add(new Member(name, offset, (int) size));
        }
    }

    @Override
    public void link(String name, String target) {
        links.put(normal(name), normal(target));
        if (isWanted(name)) {
            images.add(Member.link(name));
        }
    }

    private boolean isWanted(String name) {
        Optional<String> litter = litter(name);
        if (litter.isPresent()) {
            tally.file(litter.orElseThrow(), name);
        } else if (exclusions.match(name)) {
            tally.file("excluded", name);
        } else if (!ImageFiles.isImageName(name)) {
            tally.unread(name);
        } else {
            return true;
        }
        return false;
    }

    private static Optional<String> litter(String path) {
        int start = 0;
        while (start < path.length()) {
            int slash = path.indexOf('/', start);
            int end = slash < 0 ? path.length() : slash;
            Optional<String> reason = Litter.reason(path.substring(start, end));
            if (reason.isPresent()) {
                return reason;
            }
            start = end + 1;
        }
        return Optional.empty();
    }

    /** The images with the place of what they link to; a second pass over the headers where there are links. */
    private List<Member> resolved() throws IOException {
        if (images.stream().noneMatch(Member::isLink)) {
            return images;
        }
        Map<String, String> ends = new HashMap<>();
        images.stream().filter(Member::isLink).forEach(image -> ends.put(image.name(), end(normal(image.name()))));
        Map<String, Member> targets = find(new HashSet<>(ends.values()));
        List<Member> all = new ArrayList<>();
        for (Member image : images) {
            Optional<Member> found =
                    image.isLink() ? Optional.ofNullable(targets.get(ends.get(image.name()))) : Optional.of(image);
            found.ifPresentOrElse(
                    place -> all.add(new Member(image.name(), place.offset(), place.size())),
                    () -> tally.file("with a broken link", image.name()));
        }
        return all;
    }

    private String end(String link) {
        String name = link;
        for (int i = 0; i < LONGEST_CHAIN && links.containsKey(name); i++) {
            name = links.get(name);
        }
        return name;
    }

    private Map<String, Member> find(Set<String> wanted) throws IOException {
        Map<String, Member> found = new HashMap<>();
        new TarReader(channel).visit(new TarReader.Visitor() {
            @Override
            public void file(String name, long offset, long size) {
                String path = normal(name);
                if (wanted.contains(path) && size <= Integer.MAX_VALUE - TarHeader.BLOCK) {
                    found.put(path, new Member(path, offset, (int) size));
                }
            }

            @Override
            public void link(String name, String target) {}
        });
        return found;
    }

    /** A path without {@code .} and {@code ..}. */
    private static String normal(String path) {
        Deque<String> parts = new ArrayDeque<>();
        for (String part : path.split("/", -1)) {
            if (part.equals("..")) {
                parts.pollLast();
            } else if (!part.isEmpty() && !part.equals(".")) {
                parts.addLast(part);
            }
        }
        return String.join("/", parts);
    }
}
