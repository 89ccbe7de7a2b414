package io.github.hcsc.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.github.hcsc.core.distributed.Collectives;
import io.github.hcsc.core.distributed.Shard;
import io.github.hcsc.core.distributed.SpreadRows;
import io.github.hcsc.core.encoder.Encoder;
import io.github.hcsc.core.prototype.Clusterer;
import io.github.hcsc.core.prototype.PrototypeHierarchy;
import io.github.hcsc.core.state.FileProblem;
import io.github.hcsc.core.torch.Autograd;
import io.github.hcsc.data.source.ImageSource;
import io.github.hcsc.train.distributed.Replicas;
import io.github.hcsc.train.distributed.SpreadTensor;
import io.github.hcsc.train.prototypes.Drift;
import io.github.hcsc.train.prototypes.Embeddings;
import io.github.hcsc.train.prototypes.PrototypeStore;
import io.github.hcsc.train.prototypes.PrototypeTree;
import io.github.hcsc.train.run.RunException;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds the prototypes of all images and saves the tree.
 *
 * @param features what is clustered
 * @param clusterer finds prototypes
 * @param images the training images
 * @param store where trees are saved
 * @param group the processes, each of which embeds its share of the images and keeps the embeddings
 */
record Clustering(
        ClusteredFeatures features, Clusterer clusterer, ImageSource images, PrototypeStore store, Collectives group) {

    /**
     * What a clustering gave.
     *
     * @param hierarchy the prototypes
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
        NDArray embeddings = features.rows(scope, encoder);
        long extracted = System.nanoTime();
        PrototypeHierarchy hierarchy = Autograd.paused(() -> clusterer.cluster(embeddings, previous, epoch, group));
        long clustered = System.nanoTime();
        Map<String, Double> values = new LinkedHashMap<>();
        values.put("extraction_seconds", (extracted - start) / 1e9);
        values.put("clustering_seconds", (clustered - extracted) / 1e9);
        if (!hierarchy.levels().isEmpty()) {
            List<Drift> drifts = save(hierarchy, embeddings, epoch);
            for (int l = 0; l < drifts.size(); l++) {
                values.put("drift_level" + l, drifts.get(l).share());
            }
            values.put("tree_seconds", (System.nanoTime() - clustered) / 1e9);
        }
        return new Outcome(hierarchy, Collections.unmodifiableMap(values));
    }

    private List<Drift> save(PrototypeHierarchy hierarchy, NDArray embeddings, int epoch) {
        int first = Shard.of(group, images.size()).from();
        List<float[]> similarities =
                PrototypeTree.similarities(hierarchy, Embeddings.of(epoch, embeddings), first).stream()
                        .map(group::allGather)
                        .toList();
        SpreadTensor rows = new SpreadTensor(new SpreadRows(embeddings, group), images.size());
        if (group.rank() > 0) {
            rows.sendToWriter();
            return List.of();
        }
        return save(PrototypeTree.of(hierarchy, epoch, similarities), rows);
    }

    private List<Drift> save(PrototypeTree tree, SpreadTensor rows) {
        try {
            return store.save(tree, rows, images);
        } catch (IOException e) {
            throw new RunException("the tree of prototypes cannot be saved: " + FileProblem.of(e), e);
        }
    }
}
