package io.github.hcsc.data.source;

import io.github.hcsc.data.augment.Image;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeSet;

/**
 * The images inside tar files, in the order of the shards and of their entries. The files stay as they are: their
 * headers are visited once and images read by offset. The folder an image lies in is its class, when there are several.
 */
public final class TarShards implements ImageSource {
    private final List<Path> shards;
    private final List<FileChannel> channels = new ArrayList<>();
    private final List<Entry> entries = new ArrayList<>();
    private final List<String> classNames;
    private final int[] labels;

    private record Entry(String name, int shard, long offset, int size) {
        String folder() {
            int end = name.lastIndexOf('/');
            return name.substring(name.lastIndexOf('/', end - 1) + 1, Math.max(end, 0));
        }
    }

    private TarShards(List<Path> shards) throws IOException {
        this.shards = List.copyOf(shards);
        try {
            for (Path shard : shards) {
                index(shard);
            }
        } catch (IOException e) {
            close();
            throw e;
        }
        if (entries.isEmpty()) {
            close();
            throw new IllegalArgumentException("tar files must hold at least one image, but hold none: " + shards);
        }
        TreeSet<String> folders = new TreeSet<>(ImageFiles.BY_CODE_POINT);
        entries.forEach(entry -> folders.add(entry.folder()));
        classNames = folders.size() > 1 ? List.copyOf(folders) : List.of();
        Map<String, Integer> numbers = new HashMap<>();
        folders.forEach(folder -> numbers.put(folder, numbers.size()));
        labels = entries.stream()
                .mapToInt(entry -> numbers.getOrDefault(entry.folder(), 0))
                .toArray();
    }

    /**
     * Opens tar files, uncompressed.
     *
     * @param shards the files; they stay open until {@link #close}
     * @return all images in them
     * @throws IOException when a file cannot be read or is no tar file
     * @throws IllegalArgumentException when there is no image
     */
    public static TarShards open(List<Path> shards) throws IOException {
        return new TarShards(shards);
    }

    @Override
    public int size() {
        return entries.size();
    }

    /** {@return the file name of the shard and the path in it, for instance {@code "train-01.tar/cat/7.jpg"}} */
    @Override
    public String name(int index) {
        Entry entry = entries.get(index);
        return ImageFiles.name(shards.get(entry.shard)) + "/" + entry.name;
    }

    @Override
    public Image image(int index) throws IOException {
        Entry entry = entries.get(index);
        return ImageDecoder.decode(TarReader.read(channels.get(entry.shard), entry.offset, entry.size));
    }

    @Override
    public Optional<Path> file(int index) {
        return Optional.of(shards.get(entries.get(index).shard));
    }

    @Override
    public OptionalInt label(int index) {
        return classNames.isEmpty() ? OptionalInt.empty() : OptionalInt.of(labels[index]);
    }

    @Override
    public List<String> classNames() {
        return classNames;
    }

    @Override
    public String description() {
        String what = shards.size() == 1 ? "tar file " + shards.get(0) : shards.size() + " tar files";
        return Descriptions.of(what, entries.size(), classNames.size());
    }

    @Override
    public void close() throws IOException {
        for (Closeable channel : channels) {
            channel.close();
        }
    }

    private void index(Path shard) throws IOException {
        FileChannel channel = FileChannel.open(shard, StandardOpenOption.READ);
        int number = channels.size();
        channels.add(channel);
        try {
            new TarReader(channel).visit((name, offset, size) -> {
                if (ImageFiles.isImageName(name) && size <= Integer.MAX_VALUE) {
                    entries.add(new Entry(name, number, offset, (int) size));
                }
            });
        } catch (IOException e) {
            throw new IOException("cannot read tar file %s: %s".formatted(shard, e.getMessage()), e);
        }
    }
}
