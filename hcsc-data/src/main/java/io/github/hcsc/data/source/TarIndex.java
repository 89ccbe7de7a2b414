package io.github.hcsc.data.source;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.github.hcsc.data.source.SourceOptions.Opening;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
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
            throw new IOException(String.format(Locale.ROOT, "cannot read tar file %s: %s", file, e.getMessage()), e);
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

    /** The class of an image in a file beside it, as webdataset has it: {@code 7.cls} or {@code 7.json} for {@code 7.jpg}. */
    static final class Sidecar {
        /** Longer files are no labels. */
        static final int LONGEST = 1 << 16;

        private static final int LONGEST_LABEL = 200;
        private static final List<String> KEYS = List.of("label", "cls", "class", "class_name", "class_id", "target");

        private Sidecar() {}

        static boolean isOne(String name) {
            String extension = ImageFiles.extension(name);
            return extension.equals("cls") || extension.equals("json");
        }

        /** What the files of one sample share: their path up to the first dot of the name. */
        static String key(String path) {
            int dot = path.indexOf('.', path.lastIndexOf('/') + 1);
            return dot < 0 ? path : path.substring(0, dot);
        }

        /** The class that a file names, if it does. */
        static Optional<String> label(String name, byte[] content) {
            String text = new String(content, StandardCharsets.UTF_8).strip();
            Optional<String> label = ImageFiles.extension(name).equals("cls") ? Optional.of(text) : inJson(text);
            return label.filter(word -> !word.isEmpty() && word.length() <= LONGEST_LABEL && word.indexOf('\n') < 0);
        }

        private static Optional<String> inJson(String text) {
            try {
                JsonElement parsed = JsonParser.parseString(text);
                return parsed.isJsonObject() ? inObject(parsed.getAsJsonObject()) : Optional.empty();
            } catch (JsonParseException e) {
                return Optional.empty(); // no label, which is then said of the image
            }
        }

        private static Optional<String> inObject(JsonObject object) {
            return KEYS.stream()
                    .filter(key -> object.has(key) && object.get(key).isJsonPrimitive())
                    .findFirst()
                    .map(key -> object.get(key).getAsString());
        }
    }

    /**
     * An image within a tar file.
     *
     * @param name its path
     * @param offset where its bytes begin; negative for a link
     * @param size how many they are
     * @param label the class that a file beside it names, perhaps empty
     */
    record TarMember(String name, long offset, int size, String label) {
        private static final int LINK = -1;

        static TarMember link(String name) {
            return new TarMember(name, LINK, 0, "");
        }

        TarMember at(TarMember place) {
            return new TarMember(name, place.offset, place.size, label);
        }

        TarMember labelled(String text) {
            return new TarMember(name, offset, size, text);
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
}
