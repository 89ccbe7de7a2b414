package io.github.hcsc.train.cli;

import static org.assertj.core.api.Assertions.assertThat;

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

final class TrainingJobsTest {
    private static final Demo SMALL = new Demo(
            0,
            "cpu",
            List.of(
                    "views.imageSize=16",
                    "views.evaluationResize=16",
                    "encoder.width=0.0625",
                    "schedule.epochs=1",
                    "prototypes.counts=[]"));

    @Test
    void leavesNoTemporaryFolderBehind() throws IOException {
        Set<Path> before = temporary();

        Report report = new TrainingJobs().demo(SMALL, Optional.empty(), TrainingProgress.silent());

        assertThat(report.text()).endsWith("--out DIR keeps the run and its report");
        assertThat(temporary()).isEqualTo(before);
    }

    private static Set<Path> temporary() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.filter(file -> file.getFileName().toString().startsWith("hcsc-demo"))
                    .collect(Collectors.toSet());
        }
    }
}
