package io.github.hcsc.train.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class DoctorTest {
    @Test
    void findsThisMachineFit() {
        List<Finding> findings = new Doctor().examine("auto");

        assertThat(findings).as("all").allMatch(Finding::healthy);
        assertThat(findings)
                .extracting(Finding::subject)
                .contains(
                        "Java",
                        "memory",
                        "vector module",
                        "DJL",
                        "PyTorch",
                        "device cpu",
                        "precision",
                        "OpenCV",
                        "decoder webp");
        assertThat(findings).extracting(Finding::detail).contains("cpu() computes", "decodes 2x1 pixels");
    }

    @Test
    void saysWhatToDoAboutADeviceThatIsNotThere() {
        List<Finding> findings = new Doctor().examine("gpu99");

        assertThat(findings)
                .filteredOn(finding -> !finding.healthy())
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.subject()).isEqualTo("device gpu99");
                    assertThat(finding.detail())
                            .startsWith("device gpu99 must be able to compute")
                            .contains("--device cpu");
                });
    }
}
