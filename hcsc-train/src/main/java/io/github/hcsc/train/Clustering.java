package io.github.hcsc.train;

import ai.djl.ndarray.NDManager;
import io.github.hcsc.core.distributed.Collectives;
import io.github.hcsc.core.distributed.ShardedRows;
import io.github.hcsc.core.encoder.Encoder;
import io.github.hcsc.core.prototype.Clusterer;
import io.github.hcsc.core.prototype.PrototypeHierarchy;
import io.github.hcsc.core.state.FileProblem;
import io.github.hcsc.core.torch.Autograd;
import io.github.hcsc.data.source.ImageSource;
import io.github.hcsc.data.source.Subset;
import io.github.hcsc.train.distributed.Replicas;
import io.github.hcsc.train.distributed.ShardedTensor;
import io.github.hcsc.train.eval.Features;
import io.github.hcsc.train.prototypes.Drift;
import io.github.hcsc.train.prototypes.Embeddings;
import io.github.hcsc.train.prototypes.PrototypeStore;
import io.github.hcsc.train.prototypes.PrototypeTree;
import io.github.hcsc.train.run.RunException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the prototypes of all images and saves the tree, if trees are kept.
 *
 * @param features what is clustered
 * @param clusterer finds prototypes
 * @param images the training images
 * @param store where trees are saved, if they are kept
 * @param group the processes, each of which embeds its share of the images and keeps the embeddings
 */
record Clustering(
        ClusteredFeatures features,
        Clusterer clusterer,
        ImageSource images,
        Optional<PrototypeStore> store,
        Collectives group) {

    /** How many images had no features, among what is measured; absent if none. */
    static final String UNREADABLE = "unreadable_images";

    /**
     * What a clustering gave.
     *
     * @param hierarchy the prototypes; an image that cannot be read has none
     * @param values how long it took and, in the process that saves the tree, how much each level drifted since the one
     *     before
     */
    record Outcome(PrototypeHierarchy hierarchy, Map<String, Double> values) {}

    /**
     * Clusters once.
     *
     * @param scope owns the prototypes
     * @param previous where to start from
     * @param epoch the epoch that is about to begin
     */
    Outcome run(NDManager scope, Encoder encoder, PrototypeHierarchy previous, int epoch) {
        long start = System.nanoTime();
        Replicas.copyFromFirst(encoder.statistics(), group);
        Features own = features.of(scope, encoder);
        int[] read = group.allGather(own.images());
        long extracted = System.nanoTime();
        PrototypeHierarchy hierarchy = Autograd.paused(() -> clusterer.cluster(own.rows(), previous, epoch, group));
        PrototypeHierarchy ofAll = Autograd.paused(() -> hierarchy.among(read, images.size()));
        long clustered = System.nanoTime();
        Map<String, Double> values = new LinkedHashMap<>();
        values.put("extraction_seconds", (extracted - start) / 1e9);
        values.put("clustering_seconds", (clustered - extracted) / 1e9);
        if (!hierarchy.levels().isEmpty() && store.isPresent()) {
            List<Drift> drifts = save(hierarchy, own, read, epoch);
            for (int l = 0; l < drifts.size(); l++) {
                values.put("drift_level" + l, drifts.get(l).share());
            }
            values.put("tree_seconds", (System.nanoTime() - clustered) / 1e9);
        }
        if (read.length < images.size()) {
            values.put(UNREADABLE, (double) (images.size() - read.length));
        }
        return new Outcome(ofAll, Collections.unmodifiableMap(values));
    }

    /** @param read the images that were clustered, those of this process among them */
    private List<Drift> save(PrototypeHierarchy hierarchy, Features own, int[] read, int epoch) {
        int first = Arrays.binarySearch(read, own.images()[0]);
        List<float[]> similarities =
                PrototypeTree.similarities(hierarchy, Embeddings.of(epoch, own.rows()), first).stream()
                        .map(group::allGather)
                        .toList();
        ShardedTensor rows = new ShardedTensor(new ShardedRows(own.rows(), group), read.length);
        if (group.rank() > 0) {
            rows.sendToWriter();
            return List.of();
        }
        return save(PrototypeTree.of(hierarchy, epoch, similarities), rows, Subset.only(images, read));
    }

    private List<Drift> save(PrototypeTree tree, ShardedTensor rows, ImageSource clustered) {
        try {
            return store.orElseThrow().save(tree, rows, clustered);
        } catch (IOException e) {
            throw new RunException("the tree of prototypes cannot be saved: " + FileProblem.of(e), e);
        }
    }
}
