package io.github.hcsc.data.source;

import io.github.hcsc.data.augment.Image;
import io.github.hcsc.data.source.SourceOptions.Opening;
import io.github.hcsc.data.source.TarIndex.TarMember;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The images inside tar files, in the order of the shards and of their entries. The files stay as they are: their
 * headers are visited once and images read by offset. The folder an image lies in is its class, when there are several;
 * else the {@code .cls} or {@code .json} file beside it names it, as webdataset has it.
 */
final class TarShards implements Decoding.Source {
    private final List<Path> shards;
    private final List<FileChannel> channels = new ArrayList<>();
    private final List<Entry> entries = new ArrayList<>();
    private final ClassLabels classes;
    private final Decoding decoding;

    private record Entry(int shard, TarMember member) {}

    private TarShards(List<Path> shards, Opening opening) throws IOException {
        this.shards = List.copyOf(shards);
        try {
            for (Path shard : shards) {
                index(shard, opening);
            }
            leaveOutStrays(opening.tally());
            warnOfMissingLabels(opening.tally());
            if (entries.isEmpty()) {
                throw new IllegalArgumentException("tar files must hold at least one image, but hold none: " + shards);
            }
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
        decoding = new Decoding(opening, entries.size());
        classes = classes();
    }

    /** The folders, when there are several; else what files beside the images say, of all of them or of none. */
    private ClassLabels classes() {
        ClassLabels folders = ClassLabels.ofFolders(
                entries.stream().map(entry -> entry.member.folder()).toList());
        boolean labelled =
                entries.stream().noneMatch(entry -> entry.member.label().isEmpty());
        return folders.names().isEmpty() && labelled
                ? ClassLabels.ofTexts(
                        entries.stream().map(entry -> entry.member.label()).toList())
                : folders;
    }

    /**
     * Opens tar files, uncompressed.
     *
     * @param shards the files; they stay open until {@link #close}
     * @return all images in them
     * @throws IOException when a file cannot be read, is no tar file or ends in the middle of an entry
     * @throws IllegalArgumentException when there is no image
     */
    public static TarShards open(List<Path> shards) throws IOException {
        return open(shards, Opening.plain());
    }

    static TarShards open(List<Path> shards, Opening opening) throws IOException {
        return new TarShards(shards, opening);
    }

    @Override
    public int size() {
        return entries.size();
    }

    /** Returns the file name of the shard and the path in it, for instance {@code "train-01.tar/cat/7.jpg"}. */
    @Override
    public String name(int index) {
        Entry entry = entries.get(index);
        return Names.printable(ImageFiles.name(shards.get(entry.shard)) + "/" + entry.member.name());
    }

    @Override
    public Image image(int index) throws IOException {
        Entry entry = entries.get(index);
        TarMember member = entry.member;
        return decoding.image(index, () -> TarReader.read(channels.get(entry.shard), member.offset(), member.size()));
    }

    @Override
    public Optional<Path> file(int index) {
        return Optional.of(shards.get(entries.get(index).shard));
    }

    @Override
    public OptionalInt label(int index) {
        return classes.label(index);
    }

    @Override
    public List<String> classNames() {
        return classes.names();
    }

    @Override
    public String description() {
        String what = shards.size() == 1 ? "tar file " + shards.get(0) : shards.size() + " tar files";
        return Names.source(what, entries.size(), classes.names().size());
    }

    @Override
    public Decoding decoding() {
        return decoding;
    }

    @Override
    public void close() throws IOException {
        for (Closeable channel : channels) {
            channel.close();
        }
    }

    private void index(Path shard, Opening opening) throws IOException {
        FileChannel channel = FileChannel.open(shard, StandardOpenOption.READ);
        int number = channels.size();
        channels.add(channel);
        TarIndex.of(shard, channel, opening).forEach(member -> entries.add(new Entry(number, member)));
    }

    /** A few images at the root beside class folders are no class of their own. */
    private void leaveOutStrays(Tally tally) {
        List<Entry> strays = entries.stream()
                .filter(entry -> entry.member.folder().isEmpty())
                .toList();
        long folders = entries.stream()
                .map(entry -> entry.member.folder())
                .filter(folder -> !folder.isEmpty())
                .distinct()
                .count();
        if (folders > 1 && 2 * strays.size() < entries.size()) {
            strays.forEach(stray -> tally.file("beside class folders", stray.member.name()));
            entries.removeAll(new HashSet<>(strays));
        }
    }

    private void warnOfMissingLabels(Tally tally) {
        long missing =
                entries.stream().filter(entry -> entry.member.label().isEmpty()).count();
        if (missing > 0 && missing < entries.size()) {
            tally.warn(
                    "%,d of %,d images have no .cls or .json file with a label beside them; the labels of the others do not count",
                    missing, entries.size());
        }
    }
}
