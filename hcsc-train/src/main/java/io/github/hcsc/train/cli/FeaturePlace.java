package io.github.hcsc.train.cli;

import io.github.hcsc.train.features.FeatureTable;
import io.github.hcsc.train.prototypes.ImageTable;
import io.github.hcsc.train.prototypes.PrototypeStore;
import io.github.hcsc.train.prototypes.PrototypeTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Features that a command is given: of files, of a folder of them, or of a run. */
final class FeaturePlace {
    private FeaturePlace() {}

    static List<FeatureTable> open(Path place, boolean bfloat16) throws IOException {
        if (!Files.isDirectory(place.resolve("prototypes"))) {
            return FeatureTable.open(place, bfloat16);
        }
        PrototypeStore store = PrototypeStore.of(place);
        PrototypeTree tree = store.newest();
        ImageTable images = store.imageTable(tree);
        return List.of(new FeatureTable(place, store.embeddings(tree), images.names(), images.classes()));
    }
}
