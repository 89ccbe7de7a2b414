package io.github.hcsc.train.catalogue;

import io.github.hcsc.core.state.AtomicFile;
import io.github.hcsc.train.config.PretrainConfig;
import io.github.hcsc.train.prototypes.Embeddings;
import io.github.hcsc.train.prototypes.ImageTable;
import io.github.hcsc.train.prototypes.PrototypeStore;
import io.github.hcsc.train.prototypes.PrototypeTree;
import io.github.hcsc.train.prototypes.RowTree;
import io.github.hcsc.train.run.FolderTree;
import io.github.hcsc.train.run.RunDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A folder of pictures that a tree was not made of: their embeddings, and the place of each in the tree.
 *
 * <p>It is laid out as the run or tree that it is of, with a copy of the run's encoder, so whatever reads a run reads it. It is whole at any
 * moment: what is new replaces what was there when it is complete.
 */
public final class Catalogue {
    private static final String PROTOTYPES = "prototypes";
    private static final String UPDATE = "update";
    private static final String EARLIER = "earlier";

    private final Path folder;
    private final Path origin;
    private final PrototypeTree tree;

    private Catalogue(Path folder, Path origin, PrototypeTree tree) {
        this.folder = folder;
        this.origin = origin;
        this.tree = tree;
    }

    /**
     * Names the catalogue, which need not exist yet.
     *
     * @param folder of the catalogue
     * @param origin a run or tree that has a tree
     * @throws IOException if the folder holds something else, or a catalogue of another tree or encoder
     */
    public static Catalogue of(Path folder, Path origin) throws IOException {
        Catalogue catalogue =
                new Catalogue(folder, origin, PrototypeStore.of(origin).newest());
        catalogue.recover();
        catalogue.requireSameOrigin();
        return catalogue;
    }

    /** A stopped replacement is undone: what was there before is whole. */
    private void recover() throws IOException {
        if (Files.isDirectory(folder.resolve(EARLIER)) && Files.notExists(folder.resolve(PROTOTYPES))) {
            move(EARLIER, PROTOTYPES);
        }
        FolderTree.delete(folder.resolve(EARLIER));
        FolderTree.delete(folder.resolve(UPDATE));
    }

    private void requireSameOrigin() throws IOException {
        if (Files.isDirectory(folder.resolve(PROTOTYPES))) {
            boolean same =
                    PrototypeStore.of(folder).newest().hasNodesOf(tree) && sameFile(encoder(folder), encoder(origin));
            if (!same) {
                throw new IOException(folder + " is of another tree or encoder than those of " + origin
                        + "; name a new folder, or the run it is of");
            }
        } else if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.list(folder)) {
                if (files.anyMatch(file -> !Files.isDirectory(file))) {
                    throw new IOException(folder + " must be a new folder or a catalogue, but holds something else");
                }
            }
        }
    }

    private static Path encoder(Path root) {
        return root.resolve("encoder").resolve("encoder.safetensors");
    }

    private static boolean sameFile(Path one, Path other) throws IOException {
        return Files.exists(one) == Files.exists(other) && (!Files.exists(one) || Files.mismatch(one, other) < 0);
    }

    /** Whether the tree has an encoder that looks at pictures. */
    public boolean hasEncoder() {
        return RunDirectory.holdsRun(origin);
    }

    /** The number of values of an embedding. */
    public int dimension() {
        return tree.dimension();
    }

    /**
     * Pictures and their embeddings, in the same order.
     *
     * @param images what they are called
     * @param rows their embeddings, of unit length
     */
    public record Content(ImageTable images, List<float[]> rows) {
        /** No pictures. */
        public static final Content NONE = new Content(new ImageTable(List.of(), List.of()), List.of());

        /** Returns the position of each picture by its name. */
        public Map<String, Integer> places() {
            Map<String, Integer> places = new HashMap<>();
            for (int i = 0; i < images.size(); i++) {
                places.put(images.names().get(i), i);
            }
            return places;
        }
    }

    /** Reads the pictures that are in it. */
    public Content content() throws IOException {
        if (Files.notExists(folder.resolve(PROTOTYPES))) {
            return Content.NONE;
        }
        PrototypeStore store = PrototypeStore.of(folder);
        PrototypeTree placed = store.newest();
        Embeddings embeddings = store.embeddings(placed);
        List<float[]> rows = new ArrayList<>();
        for (int i = 0; i < embeddings.size(); i++) {
            rows.add(embeddings.row(i));
        }
        return new Content(store.imageTable(placed), rows);
    }

    /**
     * Replaces the pictures that are in it.
     *
     * @param content one picture at least
     * @param data where the pictures lie, none if they are features
     */
    public void save(Content content, Optional<Path> data) throws IOException {
        Files.createDirectories(folder);
        describe(data);
        Embeddings embeddings = Embeddings.of(tree.epoch(), dimension(), flat(content.rows()));
        PrototypeStore.of(folder.resolve(UPDATE)).save(RowTree.placed(tree, embeddings), embeddings, content.images());
        if (Files.isDirectory(folder.resolve(PROTOTYPES))) {
            move(PROTOTYPES, EARLIER);
        }
        move(UPDATE + "/" + PROTOTYPES, PROTOTYPES);
        FolderTree.delete(folder.resolve(EARLIER));
        FolderTree.delete(folder.resolve(UPDATE));
    }

    private void describe(Optional<Path> data) throws IOException {
        if (!hasEncoder()) {
            return;
        }
        copy(origin.resolve("encoder"), folder.resolve("encoder"));
        Path provenance = origin.resolve("provenance.json");
        if (Files.exists(provenance)) {
            Files.copy(provenance, folder.resolve("provenance.json"), StandardCopyOption.REPLACE_EXISTING);
        }
        PretrainConfig config = RunDirectory.readConfig(origin);
        AtomicFile.write(
                folder.resolve("config.yaml"),
                data.map(config::withData).orElse(config).toYaml());
    }

    private static void copy(Path from, Path to) throws IOException {
        if (Files.isDirectory(from)) {
            Files.createDirectories(to);
            try (Stream<Path> files = Files.list(from)) {
                for (Path file : files.toList()) {
                    Files.copy(file, to.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }

    private static float[] flat(List<float[]> rows) {
        int dimension = rows.get(0).length;
        float[] values = new float[Math.multiplyExact(rows.size(), dimension)];
        for (int row = 0; row < rows.size(); row++) {
            System.arraycopy(rows.get(row), 0, values, row * dimension, dimension);
        }
        return values;
    }

    private void move(String from, String to) throws IOException {
        Files.move(folder.resolve(from), folder.resolve(to), StandardCopyOption.ATOMIC_MOVE);
    }
}
