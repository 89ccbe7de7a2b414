package io.github.hcsc.train.cli;

import io.github.hcsc.core.distributed.Launch;
import io.github.hcsc.train.cli.Doctor.Finding;
import io.github.hcsc.train.cli.OneProcess.AcrossProcesses;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Says whether this machine can train, and if not, what to do. */
@Command(
        name = "doctor",
        description = "Tries out everything a run needs: Java, PyTorch, the device, memory, image decoders.",
        mixinStandardHelpOptions = true,
        footer = {"", "Examples:", "  hcsc doctor", "  hcsc doctor --device gpu0", "  mpirun -n 2 hcsc doctor"})
final class DoctorCommand implements Callable<Integer>, AcrossProcesses {
    @Mixin
    private DeviceOption device = new DeviceOption();

    @Mixin
    private Output output = new Output();

    @Override
    public Integer call() {
        List<Finding> findings = new Doctor().examine(device.name());
        if (!Launch.current().speaks(Launch.Engine.AUTO)) {
            output.fallSilent();
        }
        boolean healthy = findings.stream().allMatch(Finding::healthy);
        String text = findings.stream().map(DoctorCommand::line).collect(Collectors.joining("\n"));
        output.print(new Report(text + "\n" + (healthy ? "All is well." : "Something is missing."))
                .with("healthy", healthy)
                .with("findings", findings));
        return healthy ? 0 : 1;
    }

    private static String line(Finding finding) {
        return String.format(
                Locale.ROOT, "%-4s %-14s %s", finding.healthy() ? "ok" : "BAD", finding.subject(), finding.detail());
    }
}
