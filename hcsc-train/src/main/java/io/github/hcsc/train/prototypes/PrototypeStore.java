package io.github.hcsc.train.prototypes;

import io.github.hcsc.core.state.TensorData;
import io.github.hcsc.data.source.ImageSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The folder {@code prototypes} of a run: a tree for each clustering, the embeddings of the newest, and the names of the
 * images.
 *
 * <pre>
 * RUN/prototypes/epoch-0020.safetensors  embeddings.safetensors  images.tsv
 * </pre>
 *
 * <p>If a tree has other images than the one before, since some can no longer be read or can be again, the names of the
 * earlier trees' images stay in {@code images-before-0040.tsv}, 40 being the epoch of that tree.
 */
public final class PrototypeStore {

    private static final Pattern TREE = Pattern.compile("epoch-(\\d+)\\.safetensors");
    private static final Pattern IMAGES_BEFORE = Pattern.compile("images-before-(\\d+)\\.tsv");

    private final Path folder;
    private final int keep;

    private PrototypeStore(Path folder, int keep) {
        this.folder = folder;
        this.keep = keep;
    }

    /** Names the store of a run, which need not exist yet. */
    public static PrototypeStore of(Path run) {
        return of(run, 0);
    }

    /**
     * Names the store of a run, which need not exist yet.
     *
     * @param keep how many of the newest trees stay when one is saved, 0 for all
     */
    public static PrototypeStore of(Path run, int keep) {
        return new PrototypeStore(run.resolve("prototypes"), keep);
    }

    /**
     * Saves a tree with its embeddings, and the names of its images.
     *
     * @return how each level changed since the tree before; empty for the first tree and for one of other images
     */
    public List<Drift> save(PrototypeTree tree, Embeddings embeddings, ImageSource images) throws IOException {
        return save(tree, embeddings.tensor(), images);
    }

    /**
     * Saves a tree with its embeddings, and the names of its images.
     *
     * @return how each level changed since the tree before; empty for the first tree and for one of other images
     */
    public List<Drift> save(PrototypeTree tree, Embeddings embeddings, ImageTable images) throws IOException {
        return save(tree, embeddings.tensor(), images);
    }

    /**
     * Saves a tree with its embeddings, which need not be in memory, and the names of its images.
     *
     * @param embeddings one row per image, written once
     * @return how each level changed since the tree before; empty for the first tree and for one of other images
     */
    public List<Drift> save(PrototypeTree tree, TensorData embeddings, ImageSource images) throws IOException {
        return save(tree, embeddings, ImageTable.of(images));
    }

    /**
     * Saves a tree with its embeddings, which need not be in memory, and the names of its images.
     *
     * @param embeddings one row per image, written once
     * @return how each level changed since the tree before; empty for the first tree and for one of other images
     */
    public List<Drift> save(PrototypeTree tree, TensorData embeddings, ImageTable images) throws IOException {
        Files.createDirectories(folder);
        nameImages(images, tree.epoch());
        var earlier = trees().lowerEntry(tree.epoch());
        List<Drift> drifts = earlier != null && images(earlier.getKey()).equals(images())
                ? tree.driftFrom(PrototypeTree.read(earlier.getValue()))
                : List.of();
        Embeddings.write(embeddingsFile(), tree.epoch(), embeddings);
        tree.withDrift(drifts).write(file(tree.epoch()));
        removeOld();
        return drifts;
    }

    private void nameImages(ImageTable table, int epoch) throws IOException {
        boolean named = Files.exists(images());
        if (named && ImageTable.read(images()).equals(table)) {
            return;
        }
        if (named && !Files.exists(imagesBefore(epoch))) {
            Files.move(images(), imagesBefore(epoch));
        }
        table.write(images());
    }

    private void removeOld() throws IOException {
        List<Path> newestFirst = List.copyOf(trees().descendingMap().values());
        if (keep > 0 && newestFirst.size() > keep) {
            for (Path old : newestFirst.subList(keep, newestFirst.size())) {
                Files.delete(old);
            }
        }
    }

    /** Returns whether an epoch has a tree. */
    public boolean holds(int epoch) {
        return Files.exists(file(epoch));
    }

    /** Returns the epochs that have a tree, in order. */
    public List<Integer> epochs() throws IOException {
        return List.copyOf(trees().keySet());
    }

    /**
     * Reads the newest tree.
     *
     * @throws NoSuchFileException if there is none
     */
    public PrototypeTree newest() throws IOException {
        NavigableMap<Integer, Path> trees = trees();
        if (trees.isEmpty()) {
            throw new IOException(folder + " has no tree yet; the first is made when the epoch"
                    + " prototypes.firstClusteringEpoch of the run's config.yaml begins");
        }
        return PrototypeTree.read(trees.lastEntry().getValue());
    }

    /**
     * Reads the tree of an epoch.
     *
     * @throws IOException naming the epochs that have one, if this has none
     */
    public PrototypeTree tree(int epoch) throws IOException {
        Path file = trees().get(epoch);
        if (file == null) {
            throw new IOException(folder + " has trees of the epochs " + epochs() + ", but none of " + epoch);
        }
        return PrototypeTree.read(file);
    }

    /**
     * Reads the names and classes of the images.
     *
     * @param tree whose images they are
     * @throws IOException if they cannot be read or are not as many as the tree's
     */
    public ImageTable imageTable(PrototypeTree tree) throws IOException {
        Path file = images(tree.epoch());
        ImageTable table = ImageTable.read(file);
        if (table.size() != tree.images()) {
            throw new IOException(file + " must name the " + tree.images() + " images of the tree, one a line, but has "
                    + table.size() + " lines; use a copy of it");
        }
        return table;
    }

    /**
     * Reads the embeddings of the newest tree.
     *
     * @throws IOException if they cannot be read or belong to another tree
     */
    public Embeddings embeddings(PrototypeTree tree) throws IOException {
        Embeddings embeddings = Embeddings.read(embeddingsFile());
        if (embeddings.epoch() != tree.epoch() || embeddings.size() != tree.images()) {
            throw new IOException(embeddingsFile() + " belongs to the tree of epoch " + embeddings.epoch()
                    + "; use that one instead of the tree of epoch " + tree.epoch());
        }
        return embeddings;
    }

    private Path images() {
        return folder.resolve("images.tsv");
    }

    private Path imagesBefore(int epoch) {
        return folder.resolve(String.format(Locale.ROOT, "images-before-%04d.tsv", epoch));
    }

    /** The names of the images of the tree of an epoch. */
    private Path images(int epoch) throws IOException {
        var later = numbered(IMAGES_BEFORE).higherEntry(epoch);
        return later == null ? images() : later.getValue();
    }

    private Path embeddingsFile() {
        return folder.resolve("embeddings.safetensors");
    }

    private Path file(int epoch) {
        return folder.resolve(String.format(Locale.ROOT, "epoch-%04d.safetensors", epoch));
    }

    private NavigableMap<Integer, Path> trees() throws IOException {
        return numbered(TREE);
    }

    private NavigableMap<Integer, Path> numbered(Pattern name) throws IOException {
        NavigableMap<Integer, Path> found = new TreeMap<>();
        if (!Files.isDirectory(folder)) {
            return found;
        }
        try (Stream<Path> files = Files.list(folder)) {
            files.forEach(file -> {
                Matcher matcher = name.matcher(file.getFileName().toString());
                if (matcher.matches()) {
                    found.put(Integer.valueOf(matcher.group(1)), file);
                }
            });
        }
        return found;
    }
}
