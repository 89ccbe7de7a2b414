package io.github.hcsc.train.cli;

import io.github.hcsc.core.encoder.ResNetDesign;
import io.github.hcsc.core.encoder.Stem;
import io.github.hcsc.train.weights.EncoderWeights;
import io.github.hcsc.train.weights.WeightsFormat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
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
            "  official      a .pth.tar that the authors' code resumes from, of a run only"
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
    private static final int IMAGENET_CLASSES = 1000;

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
        int outputs = classes.orElse(format == WeightsFormat.TORCHVISION ? IMAGENET_CLASSES : 0);
        if (outputs < 0) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "--classes must not be negative, but was " + outputs);
        }
        if (classes.isPresent() && format != WeightsFormat.TORCHVISION && format != WeightsFormat.SAFETENSORS) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "--classes is for torchvision and safetensors, but the format was " + format);
        }
        Path source = encoder.path();
        format.write(source, outputs, out);
        ResNetDesign design = EncoderWeights.open(source).design();
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("command", "export");
        values.put("encoder", source.toString());
        values.put("format", format.toString());
        values.put("out", out.toString());
        values.put("architecture", design.architecture().toString());
        values.put("width", design.width());
        output.print(new Report(design.architecture() + " written to " + out + hint(design, outputs), values));
        return 0;
    }

    private String hint(ResNetDesign design, int outputs) {
        if (format != WeightsFormat.TORCHVISION || design.width() != 64) {
            return "";
        }
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add("In Python:");
        lines.add("  model = torchvision.models." + design.architecture() + "("
                + (outputs == 0 || outputs == IMAGENET_CLASSES ? "" : "num_classes=" + outputs) + ")");
        if (design.stem() == Stem.SMALL) {
            lines.add("  model.conv1 = torch.nn.Conv2d(3, 64, 3, 1, 1, bias=False)");
            lines.add("  model.maxpool = torch.nn.Identity()");
        }
        if (outputs == 0) {
            lines.add("  model.fc = torch.nn.Identity()");
        }
        lines.add("  model.load_state_dict(torch.load(\"" + out + "\"))");
        return String.join("\n", lines);
    }
}
