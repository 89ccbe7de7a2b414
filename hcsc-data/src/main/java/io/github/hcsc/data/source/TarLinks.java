package io.github.hcsc.data.source;

import io.github.hcsc.data.source.TarIndex.TarMember;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The links in a tar file; each stands for the bytes of the member it leads to, as in Python's {@code tarfile}. */
final class TarLinks {
    private static final int LONGEST_CHAIN = 40;

    private final Map<String, String> links = new HashMap<>();

    void add(String name, String target) {
        links.put(normal(name), normal(target));
    }

    /** Gives links the places of their targets, by a second pass over the headers if there are any. */
    List<TarMember> resolve(List<TarMember> images, FileChannel channel, Tally tally) throws IOException {
        if (images.stream().noneMatch(TarMember::isLink)) {
            return images;
        }
        Map<String, String> ends = new HashMap<>();
        images.stream().filter(TarMember::isLink).forEach(image -> ends.put(image.name(), end(normal(image.name()))));
        Map<String, TarMember> targets = find(new HashSet<>(ends.values()), channel);
        List<TarMember> all = new ArrayList<>();
        for (TarMember image : images) {
            if (!image.isLink()) {
                all.add(image);
            } else if (targets.containsKey(ends.get(image.name()))) {
                all.add(image.at(targets.get(ends.get(image.name()))));
            } else {
                tally.file("with a broken link", image.name());
            }
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

    private static Map<String, TarMember> find(Set<String> wanted, FileChannel channel) throws IOException {
        Map<String, TarMember> found = new HashMap<>();
        new TarReader(channel).visit(new TarReader.Visitor() {
            @Override
            public void file(String name, long offset, long size) {
                String path = normal(name);
                if (wanted.contains(path) && size <= TarIndex.LARGEST) {
                    found.put(path, new TarMember(path, offset, (int) size, ""));
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
