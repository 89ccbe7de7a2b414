package io.github.hcsc.data.source;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the images in one tar file, and their labels where files beside them hold those. */
final class TarIndex implements TarReader.Visitor {
    /** Bytes of an image that an array can hold. */
    static final int LARGEST = Integer.MAX_VALUE - TarHeader.BLOCK;

    private final FileChannel channel;
    private final Exclusions exclusions;
    private final Tally tally;
    private final List<TarMember> images = new ArrayList<>();
    private final TarLinks links = new TarLinks();
    private final Map<String, String> labels = new HashMap<>();
    private String sample = "";
    private String label = "";
    private int firstOfSample;

    private TarIndex(FileChannel channel, Opening opening) {
        this.channel = channel;
        this.exclusions = opening.exclusions();
        this.tally = opening.tally();
    }

    /** Lists the images of a tar file and counts what else is in it. */
    static List<TarMember> of(Path file, FileChannel channel, Opening opening) throws IOException {
        TarIndex index = new TarIndex(channel, opening);
        try {
            TarReader.End end = new TarReader(channel).visit(index);
            if (end != TarReader.End.MARKED) {
                opening.tally().warn(end.warning(), file);
            }
            index.begin("");
            return index.links.resolve(index.images, channel, opening.tally());
        } catch (IOException e) {
            throw new IOException("cannot read tar file %s: %s".formatted(file, e.getMessage()), e);
        }
    }

    @Override
    public void file(String name, long offset, long size) throws IOException {
        if (isLeftOut(name)) {
            return;
        }
        begin(Sidecar.key(name));
        if (!ImageFiles.isImageName(name)) {
            readLabel(name, offset, size);
        } else if (size > LARGEST) {
            tally.file("larger than 2 GB", name);
        } else {
            images.add(new TarMember(name, offset, (int) size, ""));
        }
    }

    @Override
    public void link(String name, String target) {
        links.add(name, target);
        if (isLeftOut(name)) {
            return;
        }
        begin(Sidecar.key(name));
        if (ImageFiles.isImageName(name)) {
            images.add(TarMember.link(name));
        } else {
            tally.unread(name);
        }
    }

    /** The files of a sample follow each other, whichever of them comes first. */
    private void begin(String next) {
        if (next.equals(sample)) {
            return;
        }
        if (!label.isEmpty()) {
            for (int i = firstOfSample; i < images.size(); i++) {
                images.set(i, images.get(i).labelled(label));
            }
        }
        sample = next;
        label = "";
        firstOfSample = images.size();
    }

    private void readLabel(String name, long offset, long size) throws IOException {
        Optional<String> found = Sidecar.isOne(name) && size <= Sidecar.LONGEST
                ? Sidecar.label(name, TarReader.read(channel, offset, (int) size))
                : Optional.empty();
        if (found.isPresent()) {
            label = labels.computeIfAbsent(found.orElseThrow(), text -> text);
        } else {
            tally.unread(name);
        }
    }

    private boolean isLeftOut(String name) {
        Optional<String> litter = litter(name);
        if (litter.isPresent()) {
            tally.file(litter.orElseThrow(), name);
            return true;
        }
        boolean excluded = exclusions.match(name);
        if (excluded) {
            tally.file("excluded", name);
        }
        return excluded;
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
}
