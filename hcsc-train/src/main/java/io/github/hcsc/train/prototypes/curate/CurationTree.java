package io.github.hcsc.train.prototypes.curate;

import ai.djl.ndarray.NDManager;
import io.github.hcsc.core.distributed.Collectives;
import io.github.hcsc.core.prototype.FastKMeans;
import io.github.hcsc.core.prototype.GreedyKMeans;
import io.github.hcsc.core.prototype.PrototypeHierarchy;
import io.github.hcsc.core.prototype.RowLevel;
import io.github.hcsc.core.prototype.Stages;
import io.github.hcsc.train.cluster.ClusterPlan;
import io.github.hcsc.train.cluster.LevelSizes;
import io.github.hcsc.train.cluster.TreeClustering;
import io.github.hcsc.train.prototypes.Embeddings;
import io.github.hcsc.train.prototypes.PrototypeTree;
import io.github.hcsc.train.prototypes.RowTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A tree that balances better than that of a run, which is made for choosing negatives: started greedily, each level with a third of the
 * nodes of the one below.
 */
public final class CurationTree {
    /** So many images have more than one level of leaves of the usual size; fewer are not divided better than a run does. */
    public static final int FEWEST_IMAGES = 2048;

    private static final int LEAF_SIZE = 64;
    private static final int ITERATIONS = 20;
    private static final int SAMPLE = 256;
    private static final int PASSES = 2;

    private CurationTree() {}

    /**
     * Makes the tree.
     *
     * @param embeddings at least {@link #FEWEST_IMAGES} rows
     * @param manager on whose device K-means runs
     * @throws IOException if a temporary file cannot be written, where there are more than a million rows
     */
    public static PrototypeTree of(Embeddings embeddings, NDManager manager) throws IOException {
        List<Integer> counts = LevelSizes.of(embeddings.size(), LEAF_SIZE);
        ClusterPlan plan = new ClusterPlan(
                embeddings.size(),
                embeddings.dimension(),
                counts,
                ITERATIONS,
                SAMPLE,
                PASSES,
                GreedyKMeans.MOST_CENTROIDS);
        TreeClustering clustering = new TreeClustering(plan, new GreedyKMeans(new FastKMeans(ITERATIONS)), 0);
        Path scratch = Files.createTempFile("hcsc-rows", "");
        try {
            RowLevel leaves = clustering.leaves(embeddings, manager, Collectives.single(), Stages.NONE, scratch);
            try (PrototypeHierarchy above = clustering.above(leaves, manager)) {
                return RowTree.of(embeddings.epoch(), leaves, above, embeddings);
            }
        } finally {
            Files.delete(scratch);
        }
    }

    /** Where the tree of a run is kept. */
    public static Path file(Path run) {
        return run.resolve("prototypes").resolve("curation.safetensors");
    }

    /**
     * Reads the tree that was made of some embeddings, or makes and keeps it.
     *
     * @throws IOException if it cannot be read, made or kept
     */
    public static PrototypeTree kept(Path run, Embeddings embeddings, NDManager manager) throws IOException {
        Path file = file(run);
        if (Files.exists(file)) {
            PrototypeTree kept = PrototypeTree.read(file);
            if (kept.epoch() == embeddings.epoch() && kept.images() == embeddings.size()) {
                return kept;
            }
        }
        PrototypeTree made = of(embeddings, manager);
        made.write(file);
        return made;
    }
}
