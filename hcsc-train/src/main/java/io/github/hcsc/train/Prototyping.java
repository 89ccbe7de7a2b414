package io.github.hcsc.train;

import ai.djl.ndarray.NDManager;
import io.github.hcsc.core.distributed.Collectives;
import io.github.hcsc.core.encoder.Encoder;
import io.github.hcsc.core.prototype.Clusterer;
import io.github.hcsc.data.source.ImageSource;
import io.github.hcsc.train.Cancellation.Cancelled;
import io.github.hcsc.train.config.PretrainConfig;
import io.github.hcsc.train.eval.FeatureExtractor;
import io.github.hcsc.train.metrics.MetricsRecord;
import io.github.hcsc.train.metrics.TrainingProgress;
import io.github.hcsc.train.prototypes.PrototypeStore;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** When a run finds prototypes, and what it does with them. */
final class Prototyping {

    private final PretrainConfig config;
    private final Optional<PrototypeStore> store;
    private final TrainingState state;
    private final TrainingProgress progress;
    private final Collectives group;
    private final Clustering clustering;
    private final Clustering finalClustering;

    /** @param store keeps the trees, if they are kept */
    Prototyping(
            PretrainConfig config,
            Clusterer clusterer,
            ImageSource images,
            FeatureExtractor extractor,
            Optional<PrototypeStore> store,
            TrainingState state,
            TrainingProgress progress,
            Collectives group) {
        this.config = config;
        this.state = state;
        this.progress = progress;
        this.group = group;
        this.store = store;
        ClusteredFeatures extracted = ClusteredFeatures.extracted(extractor, images, progress, group);
        ClusteredFeatures latest = state.learner()
                .latestEmbeddings()
                .map(rows -> ClusteredFeatures.gathered(rows, extractor, images, progress, group))
                .orElse(extracted);
        clustering = new Clustering(latest, clusterer, images, store, group);
        finalClustering = new Clustering(extracted, clusterer, images, store, group);
    }

    /** Returns whether an epoch has prototypes. */
    boolean isDue(int epoch) {
        return !config.prototypes().counts().isEmpty()
                && epoch >= config.prototypes().firstClusteringEpoch();
    }

    /** Returns whether the epoch has its prototypes; it has none if the run was asked to stop meanwhile. */
    boolean renews(int epoch, Consumer<MetricsRecord> metrics) {
        List<String> known = state.hierarchy().warnings();
        try (NDManager scope = state.manager().newSubManager()) {
            state.renew(cluster(scope, clustering, state.learner().embedder(), epoch, metrics)
                    .hierarchy());
        } catch (Cancelled e) {
            return false;
        }
        state.hierarchy().warnings().stream()
                .filter(warning -> !known.contains(warning))
                .forEach(progress::message);
        return true;
    }

    /**
     * Saves the tree of the encoder that users get, where those before are of the key encoder.
     *
     * @return whether there is one, or none to be; not if the run was asked to stop meanwhile
     */
    boolean savesFinalTree(Encoder encoder, Consumer<MetricsRecord> metrics) {
        int epochs = config.schedule().epochs();
        boolean saved = group.ofFirst(store.isEmpty() || store.orElseThrow().holds(epochs) ? 1 : 0) == 1;
        if (state.hierarchy().levels().isEmpty() || saved) {
            return true;
        }
        try (NDManager scope = state.manager().newSubManager()) {
            cluster(scope, finalClustering, encoder, epochs, metrics);
            return true;
        } catch (Cancelled e) {
            return false;
        }
    }

    private Clustering.Outcome cluster(
            NDManager scope, Clustering how, Encoder encoder, int epoch, Consumer<MetricsRecord> metrics) {
        Clustering.Outcome outcome = how.run(scope, encoder, state.hierarchy(), epoch);
        metrics.accept(new MetricsRecord(state.position().step(), epoch, outcome.values()));
        return outcome;
    }
}
