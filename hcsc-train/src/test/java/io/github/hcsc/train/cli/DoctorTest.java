package io.github.hcsc.train.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.hcsc.train.cli.Doctor.Finding;
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

    @Test
    void warnsOfABusyMachineThoughItIsNoDefect() {
        assertThat(Doctor.load(0.3, 2)).isEqualTo("0.3 on average, on 2 cores");
        assertThat(Doctor.load(6.7, 2))
                .startsWith("6.7 on average, on 2 cores: WARNING")
                .contains("OMP_WAIT_POLICY");
        assertThat(Doctor.load(-1, 2)).isEqualTo("not known here");
    }

    @Test
    void saysWhyNamesBeyondAsciiAreNotFound() {
        assertThat(Doctor.names("UTF-8")).isEqualTo("of files are read as UTF-8");
        assertThatThrownBy(() -> Doctor.names("ANSI_X3.4-1968")).hasMessageContaining("LC_ALL=C.UTF-8");
    }
}
