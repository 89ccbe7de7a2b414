package io.github.hcsc.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hcsc.core.state.Safetensors;
import io.github.hcsc.core.state.StateDict;
import io.github.hcsc.data.source.GeneratedShapes;
import io.github.hcsc.train.config.PretrainConfig;
import io.github.hcsc.train.metrics.MetricsLog;
import io.github.hcsc.train.metrics.MetricsRecord;
import io.github.hcsc.train.prototypes.PrototypeTree;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A run that version 0.1 began and stopped in the middle of an epoch with prototypes, and what 0.1 itself made of it.
 *
 * <p>Every later version finishes it to the same weights within the tolerances of {@link GoldenTrajectoryTest}.
 */
final class EarlierRunTest {

    private static final int STOPPED_AFTER = 11;

    @TempDir
    private Path folder;

    /** Wrote the files: {@code stopped}, and {@code finished} of the same run that nobody stopped. */
    public static void main(String[] args) throws IOException {
        Path out = Path.of(args[0]);
        PretrainConfig config = PretrainConfig.read(Path.of("../configs/smoke.yaml"))
                .with(
                        "encoder.width=0.0625",
                        "views.imageSize=16",
                        "views.evaluationResize=16",
                        "views.localCrops=[{count: 1, size: 16, minScale: 0.1, maxScale: 0.4}]",
                        "prototypes.features=gathered",
                        "optimizer.batchSize=16",
                        "run.precision=fp32",
                        "run.device=cpu");
        for (boolean stopped : new boolean[] {true, false}) {
            AfterStep listener = new AfterStep();
            AtomicInteger left = new AtomicInteger(stopped ? STOPPED_AFTER : Integer.MAX_VALUE);
            try (Pretrainer pretrainer = Pretrainer.create(config, out.resolve(stopped ? "stopped" : "finished"))
                    .optData(images())
                    .optProgress(listener)
                    .build()) {
                listener.action = () -> {
                    if (left.decrementAndGet() == 0) {
                        pretrainer.requestStop();
                    }
                };
                pretrainer.run();
            }
        }
    }

    private static TrainingData images() {
        return new TrainingData(new GeneratedShapes(128, 16, 0), Optional.of(new GeneratedShapes(64, 16, 1)));
    }

    @BeforeEach
    void copyRun() throws IOException {
        Path stopped = resource("stopped");
        try (Stream<Path> files = Files.walk(stopped)) {
            for (Path file : files.toList()) {
                Files.copy(
                        file,
                        folder.resolve("run").resolve(stopped.relativize(file).toString()),
                        StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    @Test
    void isFinishedAsItsOwnVersionFinishedIt() throws IOException {
        AfterStep listener = new AfterStep();
        try (Pretrainer pretrainer = Pretrainer.resume(folder.resolve("run"))
                .optData(images())
                .optProgress(listener)
                .build()) {
            assertThat(pretrainer.run()).isTrue();
        }

        assertThat(listener.messages)
                .as("damage of a file without checksums cannot be told")
                .filteredOn(message -> message.contains("kept no checksums"))
                .hasSize(1);
        Deviations deviations = new Deviations("run of 0.1");
        StateDict expected = Safetensors.read(resource("finished/encoder.safetensors"));
        StateDict actual = Safetensors.read(folder.resolve("run/encoder/encoder.safetensors"));
        assertThat(actual.names()).isEqualTo(expected.names());
        for (String name : expected.names()) {
            String quantity = name.contains("running") ? "statistics" : "weights";
            deviations.add(
                    quantity,
                    name,
                    actual.get(name).toFloats(),
                    expected.get(name).toFloats());
        }
        List<MetricsRecord> losses = losses(resource("finished/metrics.jsonl"));
        List<MetricsRecord> ours = losses(folder.resolve("run/metrics.jsonl"));
        assertThat(ours).hasSameSizeAs(losses);
        for (int i = 0; i < losses.size(); i++) {
            for (String term : List.of("loss", "instance_loss", "prototype_loss", "local_prototype_loss")) {
                double now = ours.get(i).values().getOrDefault(term, Double.NaN);
                double then = losses.get(i).values().getOrDefault(term, Double.NaN);
                deviations.add("losses", term + " of step " + i, (float) now, (float) then);
            }
            assertThat(ours.get(i).values().get("instance_accuracy"))
                    .isEqualTo(losses.get(i).values().get("instance_accuracy"));
        }
        Closeness.requireWithin(deviations, quantity -> quantity.equals("losses") ? 1e-4 : 1e-3);
    }

    @Test
    void hasATreeThatIsStillRead() throws IOException {
        PrototypeTree tree = PrototypeTree.open(folder.resolve("run"));

        assertThat(tree.epoch()).isEqualTo(1);
        assertThat(tree.images()).isEqualTo(128);
        assertThat(tree.levels()).hasSize(3);
    }

    private static List<MetricsRecord> losses(Path metrics) {
        return MetricsLog.read(metrics).stream()
                .filter(record -> record.values().containsKey("loss"))
                .toList();
    }

    private static Path resource(String name) {
        try {
            return Path.of(Objects.requireNonNull(EarlierRunTest.class.getResource("/runs/0.1/" + name), name)
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
