package io.github.hcsc.train.accept;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import io.github.hcsc.train.Deviations;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class AcceptanceTest {

    @Test
    void aCpuPassesTheShortForm() {
        AcceptanceReport report = new Acceptance(Device.cpu(), true).run(System.out::println);

        assertThat(report.checks()).as(report.inWords()).hasSizeGreaterThan(40).allMatch(Check::passed);
        assertThat(report.passed()).isTrue();
    }

    @Test
    void aReportTellsWhatFailed() {
        Check good = Check.atMost("handles", 0, 0);
        Check bad = Check.atMost("losses", 1e-5, Double.NaN);
        AcceptanceReport report = new AcceptanceReport(
                Map.of("device", "gpu0"), List.of(good, bad), List.of(new Bench("step", 0.5, 64, "images")));

        assertThat(report.passed()).isFalse();
        assertThat(report.inWords()).isEqualToNormalizingNewlines("""
                        device     gpu0
                             check    bound            measured
                        ok   handles  at most 0.0      0.0
                        BAD  losses   at most 1.0e-05  NaN
                        time step     0.5000 s, 64.00 images per second
                        1 of 2 failed.""");
        assertThat(report.values()).containsEntry("passed", false).containsEntry("device", "gpu0");
    }

    /** A number that is a little off must not pass, whatever its size. */
    @Test
    void aDeviationBeyondItsBoundFails() {
        Deviations deviations = new Deviations("numbers");
        deviations.add("small", "first", new float[] {1, 2}, new float[] {1, 2});
        deviations.add("large", "second", new float[] {100, 201}, new float[] {100, 200});

        assertThat(Check.within("both", deviations.closest(quantity -> 1e-3)))
                .isEqualTo(new Check("both", "at most 0.0010", "0.0050 in large, second", false));
        assertThat(Check.within("both", deviations.closest(quantity -> 1e-2)).passed())
                .isTrue();
    }
}
