package io.github.hcsc.train.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.hcsc.data.augment.Image;
import io.github.hcsc.data.source.GeneratedShapes;
import io.github.hcsc.train.Pretrainer;
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
import java.util.OptionalInt;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ComparisonTest {
    @TempDir
    private Path folder;

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

        PretrainConfig moco = Method.MOCO.of(common, 7);
        PretrainConfig pcl = Method.PCL.of(common, 7);
        PretrainConfig released = Method.HCSC_RELEASED.of(common, 7);
        PretrainConfig paper = Method.HCSC_PAPER.of(common, 7);

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
                new Comparison(config(), List.of(Method.MOCO, Method.HCSC_PAPER), List.of(0, 1), OptionalInt.of(48));
        Path out = folder.resolve("out");

        List<Outcome> first = comparison.run(out, TrainingProgress.silent(), pretrainer -> {
            opened.add(1);
            return pretrainer.run();
        });
        List<Outcome> again = comparison.run(out, TrainingProgress.silent(), pretrainer -> {
            throw new AssertionError("a finished run was opened again");
        });

        assertThat(opened).hasSize(4);
        assertThat(again).isEqualTo(first);
        assertThat(first).extracting(Outcome::method).containsExactly("moco", "hcsc-paper", "moco", "hcsc-paper");
        assertThat(first.get(0).untrained()).isEqualTo(first.get(1).untrained());
        assertThat(first).allSatisfy(outcome -> assertThat(outcome.trained()).isBetween(0.0, 100.0));
        assertThat(out.resolve("hcsc-paper-seed1/prototypes")).isNotEmptyDirectory();
    }

    @Test
    void goesOnWhereItWasStopped() throws IOException {
        Comparison comparison = new Comparison(config(), List.of(Method.MOCO), List.of(0, 1), OptionalInt.empty());
        Path out = folder.resolve("out");

        List<Outcome> stopped = comparison.run(out, TrainingProgress.silent(), pretrainer -> {
            pretrainer.requestStop();
            return pretrainer.run();
        });
        List<Outcome> whole = comparison.run(out, TrainingProgress.silent(), Pretrainer::run);

        assertThat(stopped).isEmpty();
        assertThat(whole).hasSize(2);
    }

    @Test
    void refusesWhatCannotBeCompared() throws IOException {
        Path out = folder.resolve("out");
        Comparison nobodyHeldOut =
                new Comparison(config("data.heldOutShare=0"), List.of(Method.MOCO), List.of(0), OptionalInt.empty());
        RunDirectory.create(out.resolve("moco-seed0"), config()).close();
        Comparison other =
                new Comparison(config("schedule.epochs=3"), List.of(Method.MOCO), List.of(0), OptionalInt.empty());

        assertThatThrownBy(() -> nobodyHeldOut.run(folder.resolve("none"), TrainingProgress.silent(), Pretrainer::run))
                .isInstanceOf(RunException.class)
                .hasMessageContaining("data.heldOut");
        assertThatThrownBy(() -> other.run(out, TrainingProgress.silent(), Pretrainer::run))
                .isInstanceOf(RunException.class)
                .hasMessageContaining("another configuration");
        assertThatThrownBy(() -> new Comparison(config(), List.of(), List.of(0), OptionalInt.empty()))
                .hasMessageContaining("at least one method");
    }
}
