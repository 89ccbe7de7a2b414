package io.github.hcsc.train.cli;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.hcsc.core.state.AtomicFile;
import io.github.hcsc.core.state.Printable;
import io.github.hcsc.core.torch.Devices;
import io.github.hcsc.train.accept.Acceptance;
import io.github.hcsc.train.accept.AcceptanceReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Says whether this build computes rightly on a device. */
@Command(
        name = "accept",
        description = {
            "Finds out whether this build computes rightly on a device, and how fast.",
            "Training is compared with the authors' code, operations with their definitions, encoders, methods and"
                    + " clusters with the CPU, runs with themselves; memory is watched over many steps. Nothing else is"
                    + " needed: no images, no network, no sources. The exit status is 0 only if every check passed."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  hcsc accept --short                          a minute, also on a CPU",
            "  hcsc accept --device gpu0 --json gpu0.json   all of it, with times",
        })
final class AcceptCommand implements Callable<Integer> {
    private static final JsonMapper MAPPER = new JsonMapper();

    @Mixin
    private DeviceOption device = new DeviceOption();

    @Option(names = "--short", description = "Fewer steps, and no times.")
    private boolean brief;

    @Option(names = "--json", paramLabel = "FILE", description = "Also write the report to a JSON file.")
    private Optional<Path> json = Optional.empty();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        PrintWriter err = spec.commandLine().getErr();
        AcceptanceReport report = new Acceptance(Devices.usable(device.name()), brief).run(done -> {
            err.println(done);
            err.flush();
        });
        PrintWriter out = spec.commandLine().getOut();
        out.println(Printable.lines(report.inWords()));
        out.flush();
        if (json.isPresent()) {
            AtomicFile.write(json.get(), MAPPER.writeValueAsString(report.values()) + "\n");
        }
        return report.passed() ? 0 : 1;
    }
}
