package io.github.hcsc.train.cli;

import io.github.hcsc.core.encoder.design.EncoderDesign;
import io.github.hcsc.core.state.weights.TorchvisionWeights;
import io.github.hcsc.train.onnx.NamedTree;
import io.github.hcsc.train.prototypes.PrototypeTree;
import io.github.hcsc.train.prototypes.label.NamingTable;
import io.github.hcsc.train.weights.ExportRequest;
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
            "  torchvision   a .pth for load_state_dict of torchvision; of a ResNet for timm's, too",
            "  timm          a .pth for load_state_dict of timm",
            "  detectron2    a .pkl for MODEL.WEIGHTS",
            "  djl           a folder that plain DJL and DJL Serving load",
            "  onnx          a folder of two models for ONNX Runtime and others: encoder.onnx for normalised images,",
            "                encoder-pictures.onnx for pictures of any size; with --prototypes they tell nodes as well",
            "  hub           a folder for a hub of models: timm loads it, and transformers where timm is installed",
            "  transformers  a folder for a hub of models that transformers loads by itself",
            "  official      a .pth.tar that the authors' code resumes from, of a run only",
            "Of an encoder of one's own, only safetensors can be written."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  hcsc export --run run1 --format torchvision --out resnet.pth",
            "  hcsc export --run run1 --format onnx --prototypes --names names.csv --out onnx",
            "  hcsc export --run run1 --format hub --license apache-2.0 --out my-resnet50",
            "  hcsc export --run run2 --format timm --out vit.pth",
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
            description = "safetensors, torchvision, timm, detectron2, djl, onnx, hub, transformers or official.")
    private WeightsFormat format = WeightsFormat.SAFETENSORS;

    @Option(names = "--out", paramLabel = "PATH", required = true, description = "File or folder to write.")
    private Path out = Path.of("");

    @Option(
            names = "--classes",
            paramLabel = "N",
            description = {
                "Outputs of a classifier of zeros beside the backbone, 0 for none.",
                "Default: 1000 for torchvision, whose models have one; 0 for timm; 0 for safetensors, which keeps the head"
                        + " instead."
            })
    private Optional<Integer> classes = Optional.empty();

    @Option(
            names = "--prototypes",
            description =
                    "With onnx: tell of each image its embedding, and its node and probability in each level of the"
                            + " run's newest tree.")
    private boolean prototypes;

    @Option(
            names = "--names",
            paramLabel = "FILE",
            description = "With --prototypes: names of nodes, as 'hcsc label' reads them, to be kept in the models.")
    private Optional<Path> names = Optional.empty();

    @Option(
            names = "--license",
            paramLabel = "ID",
            description = "With hub and transformers: the licence of the weights as hubs write it, such as apache-2.0."
                    + " Default: none is named.")
    private Optional<String> license = Optional.empty();

    @Mixin
    private Output output = new Output();

    @Override
    public Integer call() throws IOException {
        check();
        int outputs = classes.orElse(format == WeightsFormat.TORCHVISION ? TorchvisionWeights.PUBLISHED_CLASSES : 0);
        EncoderSource source = encoder.source();
        Path from = format == WeightsFormat.OFFICIAL ? encoder.run().orElse(source.path()) : source.path();
        format.write(new ExportRequest(from, source.own(), outputs, nodes(), license), out);
        Optional<EncoderDesign> design = source.open().design();
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("encoder", source.toString());
        values.put("format", format.toString());
        values.put("out", out.toString());
        design.ifPresent(known -> {
            values.put("architecture", known.name());
            values.putAll(known.facts());
        });
        String name = design.map(EncoderDesign::name).orElse("encoder");
        List<String> lines = new ArrayList<>(List.of(name + " written to " + out));
        String option = (encoder.run().isPresent() ? "--run " : "--weights ") + Ending.quoted(encoder.path());
        design.map(known -> new Loading(known, format, outputs, out, option)).ifPresent(loading -> {
            loading.obstacle().ifPresent(text -> values.put("obstacle", text));
            lines.addAll(loading.lines());
        });
        output.print(new Report(String.join(System.lineSeparator(), lines), values));
        return 0;
    }

    private void check() {
        if (classes.orElse(0) < 0) {
            throw wrong("--classes must not be negative, but was " + classes.orElse(0));
        }
        if (classes.isPresent() && !format.takesClasses()) {
            throw wrong("--classes is for torchvision, timm and safetensors, but the format was " + format);
        }
        if (prototypes && format != WeightsFormat.ONNX) {
            throw wrong("--prototypes is for onnx, but the format was " + format);
        }
        if (prototypes && encoder.run().isEmpty()) {
            throw wrong("--prototypes must come with --run, whose prototypes they are");
        }
        if (license.isPresent() && format != WeightsFormat.HUB && format != WeightsFormat.TRANSFORMERS) {
            throw wrong("--license is for hub and transformers, but the format was " + format);
        }
        if (!license.orElse("none").matches("[A-Za-z0-9.+-]+")) {
            throw wrong("--license must be a word such as apache-2.0, but was " + license.orElseThrow());
        }
        if (names.isPresent() && !prototypes) {
            throw wrong("--names must come with --prototypes, whose names they are");
        }
    }

    private CommandLine.ParameterException wrong(String message) {
        return new CommandLine.ParameterException(spec.commandLine(), message);
    }

    private Optional<NamedTree> nodes() throws IOException {
        if (!prototypes) {
            return Optional.empty();
        }
        PrototypeTree tree = PrototypeTree.open(encoder.path());
        return Optional.of(
                new NamedTree(tree, names.isPresent() ? NamingTable.read(names.orElseThrow(), tree) : Map.of()));
    }
}
