package io.github.hcsc.train.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.hcsc.train.compare.Arm;
import io.github.hcsc.train.demo.Demo;
import io.github.hcsc.train.metrics.TrainingProgress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TrainingJobsTest {
    private static final Demo SMALL = Demo.of(
            0,
            "cpu",
            List.of(
                    "views.imageSize=16",
                    "views.evaluationResize=16",
                    "encoder.width=0.0625",
                    "schedule.epochs=2",
                    "prototypes.firstClusteringEpoch=1"));

    @TempDir
    private Path folder;

    @Test
    void demoLeavesItsPageAndNoTemporaryFolder() throws IOException {
        Set<Path> before = temporary();
        Path page = folder.resolve("demo.html");

        Report report = new TrainingJobs()
                .demo(
                        new DemoTask(
                                SMALL,
                                Optional.empty(),
                                page,
                                List.of(new Arm("SimCLR", List.of("method=simclr", "schedule.epochs=1")))),
                        TrainingProgress.silent());

        assertThat(report.text())
                .contains("The names of 20 nodes", "Open " + page, "SimCLR  ")
                .endsWith("--out DIR keeps the run and its report");
        assertThat(report.values()).containsKeys("pixels", "untrained", "beside", "trained", "names", "page");
        assertThat(page).isNotEmptyFile();
        assertThat(temporary()).isEqualTo(before);
    }

    @Test
    void rivalsOfTheDemoHaveNoPrototypes() {
        Demo demo = Demo.of(0, "cpu", List.of());

        assertThat(DemoCommand.RIVALS).hasSize(2).allSatisfy(rival -> assertThat(
                        demo.with(rival).config().prototypes().counts())
                .isEmpty());
    }

    @Test
    void demoRefusesAPageThatCannotBeWrittenBeforeItTrains() {
        Path page = folder.resolve("absent").resolve("demo.html");

        assertThatThrownBy(() -> new TrainingJobs()
                        .demo(new DemoTask(SMALL, Optional.empty(), page, List.of()), TrainingProgress.silent()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("--page FILE");
    }

    private static Set<Path> temporary() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.filter(file -> file.getFileName().toString().startsWith("hcsc-demo"))
                    .collect(Collectors.toSet());
        }
    }
}
