package io.github.hcsc.train.cli;

import io.github.hcsc.core.encoder.design.EncoderDesign;
import io.github.hcsc.core.state.weights.TorchvisionWeights;
import io.github.hcsc.train.weights.WeightsFormat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Writes weights for other programs. */
@Command(
        name = "export",
        description = {
            "Writes an encoder in the format of another program.",
            "  safetensors   everything in one file; with --classes as torchvision and timm load it strictly",
            "  torchvision   a .pth for load_state_dict of torchvision and timm",
            "  detectron2    a .pkl for MODEL.WEIGHTS",
            "  djl           a folder that plain DJL and DJL Serving load",
            "  official      a .pth.tar that the authors' code resumes from, of a run only",
            "Of an encoder of one's own, only safetensors can be written."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  hcsc export --run run1 --format torchvision --out resnet.pth",
            "  hcsc export --run run1 --format official --out checkpoint_0199.pth.tar",
            "  hcsc export --weights hcsc_200eps.pth --format djl --out model"
        })
final class ExportCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private EncoderOption encoder = new EncoderOption();

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            required = true,
            description = "safetensors, torchvision, detectron2, djl or official.")
    private WeightsFormat format = WeightsFormat.SAFETENSORS;

    @Option(names = "--out", paramLabel = "PATH", required = true, description = "File or folder to write.")
    private Path out = Path.of("");

    @Option(
            names = "--classes",
            paramLabel = "N",
            description = {
                "Outputs of a classifier of zeros beside the backbone, 0 for none.",
                "Default: 1000 for torchvision, whose models have one; 0 for safetensors, which keeps the head instead."
            })
    private Optional<Integer> classes = Optional.empty();

    @Mixin
    private Output output = new Output();

    @Override
    public Integer call() throws IOException {
        int outputs = classes.orElse(format == WeightsFormat.TORCHVISION ? TorchvisionWeights.PUBLISHED_CLASSES : 0);
        if (outputs < 0) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "--classes must not be negative, but was " + outputs);
        }
        if (classes.isPresent() && format != WeightsFormat.TORCHVISION && format != WeightsFormat.SAFETENSORS) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "--classes is for torchvision and safetensors, but the format was " + format);
        }
        EncoderSource source = encoder.source();
        format.write(source.path(), source.own(), outputs, out);
        Optional<EncoderDesign> design = source.open().design();
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("command", "export");
        values.put("encoder", source.toString());
        values.put("format", format.toString());
        values.put("out", out.toString());
        design.ifPresent(known -> {
            values.put("architecture", known.name());
            values.putAll(known.facts());
        });
        String name = design.map(EncoderDesign::name).orElse("encoder");
        output.print(new Report(
                name + " written to " + out
                        + design.map(known -> hint(known, outputs)).orElse(""),
                values));
        return 0;
    }

    private String hint(EncoderDesign design, int outputs) {
        List<String> lines =
                format == WeightsFormat.TORCHVISION ? TorchvisionWeights.loading(design, outputs, out) : List.of();
        return lines.isEmpty() ? "" : "\n\nIn Python:\n  " + String.join("\n  ", lines);
    }
}
