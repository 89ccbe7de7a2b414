package io.github.hcsc.train.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.hcsc.data.augment.Image;
import io.github.hcsc.data.source.GeneratedShapes;
import io.github.hcsc.train.Pretrainer;
import io.github.hcsc.train.config.ConfigException;
import io.github.hcsc.train.config.ObjectiveConfig;
import io.github.hcsc.train.config.PretrainConfig;
import io.github.hcsc.train.metrics.TrainingProgress;
import io.github.hcsc.train.run.RunDirectory;
import io.github.hcsc.train.run.RunException;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ComparisonTest {
    @TempDir
    private Path folder;

    private static Comparison comparison(PretrainConfig common, List<Arm> arms, Integer... seeds) {
        return new Comparison(common, arms, List.of(seeds), OptionalInt.empty(), Optional.empty());
    }

    private static final Arm MOCO = Arm.stock("moco");

    private static final Arm PAPER = Arm.stock("hcsc-paper");

    private PretrainConfig config(String... settings) throws IOException {
        Path images = folder.resolve("images");
        if (!Files.exists(images)) {
            writeShapes(images);
        }
        return PretrainConfig.read(Path.of("../configs/smoke.yaml"))
                .with(
                        "data.path=" + images,
                        "data.heldOutShare=0.25",
                        "encoder.width=0.0625",
                        "views.imageSize=16",
                        "views.evaluationResize=16",
                        "prototypes.counts=[4, 2]",
                        "optimizer.batchSize=16",
                        "queue.capacity=32",
                        "run.knn.everyEpochs=1",
                        "run.device=cpu")
                .with(settings);
    }

    private static void writeShapes(Path images) throws IOException {
        GeneratedShapes shapes = new GeneratedShapes(81, 16, 0);
        for (int i = 0; i < shapes.size(); i++) {
            Path file = images.resolve(shapes.label(i, 1) + "/" + i + ".png");
            Files.createDirectories(file.getParent());
            Image image = shapes.image(i);
            byte[] rgb = image.rgb();
            BufferedImage picture = new BufferedImage(16, 16, BufferedImage.TYPE_3BYTE_BGR);
            for (int p = 0; p < 256; p++) {
                picture.setRGB(
                        p % 16,
                        p / 16,
                        new Color(rgb[3 * p] & 255, rgb[3 * p + 1] & 255, rgb[3 * p + 2] & 255).getRGB());
            }
            ImageIO.write(picture, "png", file.toFile());
        }
    }

    @Test
    void methodsDifferInTheObjectiveAndNothingElse() throws IOException {
        PretrainConfig common = config();

        PretrainConfig moco = MOCO.of(common, 7);
        PretrainConfig pcl = Arm.stock("pcl").of(common, 7);
        PretrainConfig released = Arm.stock("hcsc-released").of(common, 7);
        PretrainConfig paper = PAPER.of(common, 7);

        assertThat(moco.prototypes().counts()).isEmpty();
        assertThat(pcl.prototypes().counts()).containsExactly(4, 2);
        assertThat(pcl.objective().selection().instance()).isFalse();
        assertThat(pcl.objective().selection().prototype()).isFalse();
        assertThat(released.objective().instanceLevels()).isEqualTo(ObjectiveConfig.Levels.SUM);
        assertThat(paper.objective().instanceLevels()).isEqualTo(ObjectiveConfig.Levels.MEAN);
        assertThat(paper.objective().selection().instance()).isTrue();
        assertThat(List.of(moco, pcl, released, paper)).allSatisfy(config -> {
            assertThat(config.run().seed()).isEqualTo(7);
            assertThat(config.encoder()).isEqualTo(common.encoder());
            assertThat(config.views()).isEqualTo(common.views());
            assertThat(config.optimizer()).isEqualTo(common.optimizer());
            assertThat(config.schedule()).isEqualTo(common.schedule());
        });
    }

    @Test
    void comparesFromTheSameStartAndRepeatsNoFinishedRun() throws IOException {
        List<Integer> opened = new ArrayList<>();
        Comparison comparison =
                new Comparison(config(), List.of(MOCO, PAPER), List.of(0, 1), OptionalInt.of(48), Optional.empty());
        Path out = folder.resolve("out");

        List<Integer> told = new ArrayList<>();
        List<Outcome> first = comparison.run(
                out,
                TrainingProgress.silent(),
                pretrainer -> {
                    opened.add(1);
                    return pretrainer.run();
                },
                finished -> told.add(finished.size()));
        List<Outcome> again = run(comparison, out, pretrainer -> {
            throw new AssertionError("a finished run was opened again");
        });

        assertThat(opened).hasSize(4);
        assertThat(told).containsExactly(1, 2, 3, 4);
        assertThat(again).isEqualTo(first);
        assertThat(first).extracting(Outcome::arm).containsExactly(MOCO, PAPER, MOCO, PAPER);
        assertThat(first.get(0).first().knn()).isEqualTo(first.get(1).first().knn());
        assertThat(first).allSatisfy(outcome -> {
            assertThat(outcome.reached(Outcome.CLASSES)).isBetween(0.0, 100.0);
            assertThat(outcome.course()).extracting(Outcome.Point::epoch).containsExactly(0, 1, 2);
            assertThat(outcome.course())
                    .extracting(Outcome.Point::cpuMinutes)
                    .isSorted()
                    .allSatisfy(minutes -> assertThat(minutes).isBetween(0.0, 10.0));
        });
        assertThat(out.resolve("hcsc-paper-seed1/prototypes")).isNotEmptyDirectory();
    }

    @Test
    void goesOnWhereItWasStopped() throws IOException {
        Comparison comparison = comparison(config(), List.of(MOCO), 0, 1);
        Path out = folder.resolve("out");

        List<Outcome> stopped = run(comparison, out, pretrainer -> {
            pretrainer.requestStop();
            return pretrainer.run();
        });
        List<Outcome> whole = run(comparison, out, Pretrainer::run);

        assertThat(stopped).isEmpty();
        assertThat(whole).hasSize(2);
    }

    @Test
    void measuresTheLevelsOfATableBesideTheImages() throws IOException {
        PretrainConfig common = config("schedule.epochs=1", "prototypes.firstClusteringEpoch=0");
        StringBuilder table = new StringBuilder("class,family\n");
        for (int shape = 0; shape < 9; shape++) {
            table.append(shape).append(',').append("family ").append(shape / 3).append('\n');
        }
        Files.writeString(folder.resolve("hierarchy.csv"), table);

        List<Outcome> outcomes = run(comparison(common, List.of(MOCO), 0), folder.resolve("out"), Pretrainer::run);

        assertThat(new Summary(outcomes).levels()).containsExactly(Outcome.CLASSES, "knn_family");
        assertThat(outcomes.get(0).last().knn()).containsOnlyKeys(Outcome.CLASSES, "knn_family");
    }

    @Test
    void anUnusableArmEndsTheComparisonBeforeItBegins() throws IOException {
        Comparison comparison = comparison(config(), List.of(MOCO, Arm.parse("typo: queue.capazity=1")), 0);
        Path out = folder.resolve("out");

        assertThatThrownBy(() -> run(comparison, out, Pretrainer::run))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("arm typo: ")
                .hasMessageContaining("capazity");
        assertThat(out).doesNotExist();
    }

    @Test
    void refusesWhatCannotBeCompared() throws IOException {
        Path out = folder.resolve("out");
        Comparison nobodyHeldOut = comparison(config("data.heldOutShare=0"), List.of(MOCO), 0);
        RunDirectory.create(out.resolve("moco-seed0"), config()).close();
        Comparison other = comparison(config("schedule.epochs=3"), List.of(MOCO), 0);

        assertThatThrownBy(() -> run(nobodyHeldOut, folder.resolve("none"), Pretrainer::run))
                .isInstanceOf(RunException.class)
                .hasMessageContaining("data.heldOut");
        assertThatThrownBy(() -> run(other, out, Pretrainer::run))
                .isInstanceOf(RunException.class)
                .hasMessageContaining("another configuration");
        assertThatThrownBy(() -> comparison(config(), List.of(), 0)).hasMessageContaining("at least one arm");
        assertThatThrownBy(() -> comparison(config(), List.of(MOCO, Arm.parse("Moco")), 0))
                .hasMessageContaining("must differ");
    }

    private static List<Outcome> run(Comparison comparison, Path out, Predicate<Pretrainer> train) throws IOException {
        return comparison.run(out, TrainingProgress.silent(), train, finished -> {});
    }
}
