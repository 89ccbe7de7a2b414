package io.github.hcsc.train.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import io.github.hcsc.core.distributed.Collectives;
import io.github.hcsc.core.prototype.FastKMeans;
import io.github.hcsc.core.prototype.GreedyKMeans;
import io.github.hcsc.train.features.FeatureTable;
import io.github.hcsc.train.features.JoinedRows;
import io.github.hcsc.train.features.NpyFiles;
import io.github.hcsc.train.prototypes.ImageTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ClusterJobTest {
    private static final int ROWS = 140_000;
    private static final Map<String, String> PLAN = Map.of("seed", "0");

    @TempDir
    private Path folder;

    private JoinedRows rows() throws IOException {
        Random random = new Random(2);
        float[] values = new float[ROWS * 3];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return new JoinedRows(FeatureTable.open(NpyFiles.write(folder.resolve("x.npy"), values, 3), false));
    }

    /** Stops it after more and more rows were read, until it is done. */
    @Test
    void goesOnFromWhereverItWasStopped() throws IOException {
        run("whole", further -> {});
        int stops = 0;
        boolean done = false;
        for (long most = 50_000; !done; most += 30_000) {
            try {
                run("stopped", new Fuse(most));
                done = true;
            } catch (IllegalStateException stopped) {
                stops++;
            }
        }
        assertThat(stops).isGreaterThan(5);
        for (String file : List.of("epoch-0000.safetensors", "embeddings.safetensors", "images.tsv")) {
            assertThat(folder.resolve("stopped/prototypes/" + file))
                    .hasSameBinaryContentAs(folder.resolve("whole/prototypes/" + file));
        }
        assertThat(folder.resolve("stopped/work")).doesNotExist();
    }

    @Test
    void anotherPlanDoesNotGoOn() {
        assertThatThrownBy(() -> run("stopped", new Fuse(300_000))).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> job("stopped")
                        .run(
                                Map.of("seed", "1"),
                                bad -> {},
                                further -> {},
                                NDManager.newBaseManager(),
                                Collectives.single()))
                .isInstanceOf(StageFolder.OtherPlanException.class)
                .hasMessageContaining("seed");
    }

    private void run(String name, IntConsumer progress) throws IOException {
        try (NDManager manager = NDManager.newBaseManager()) {
            job(name).run(PLAN, bad -> {}, progress, manager, Collectives.single());
        }
    }

    private ClusterJob job(String name) throws IOException {
        ClusterPlan plan = new ClusterPlan(ROWS, 3, List.of(200, 30), 20, 10, 2, 100);
        ImageTable names = new ImageTable(
                IntStream.range(0, ROWS).mapToObj(Integer::toString).toList(), List.of());
        TreeClustering clustering = new TreeClustering(plan, new GreedyKMeans(FastKMeans.DEFAULT), 0);
        return new ClusterJob(rows(), names, clustering, folder.resolve(name), folder.resolve(name + "/work"));
    }

    /** Blows when too many rows have been read. */
    private static final class Fuse implements IntConsumer {
        private long left;

        Fuse(long left) {
            this.left = left;
        }

        @Override
        public void accept(int further) {
            left -= further;
            if (left < 0) {
                throw new IllegalStateException("stopped");
            }
        }
    }
}
