package io.github.hcsc.train.cli;

import ai.djl.ndarray.types.DataType;
import io.github.hcsc.core.encoder.design.EncoderDesign;
import io.github.hcsc.core.encoder.design.Head;
import io.github.hcsc.core.state.Printable;
import io.github.hcsc.core.state.StateDict;
import io.github.hcsc.core.state.weights.WeightNames;
import io.github.hcsc.core.state.weights.WeightsFile;
import io.github.hcsc.train.weights.EncoderOrigin;
import io.github.hcsc.train.weights.EncoderWeights;
import io.github.hcsc.train.weights.WeightsPlace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Takes over weights from elsewhere. */
@Command(
        name = "import",
        description = {
            "Turns a file of weights into a folder that all commands and plain DJL use.",
            "Reads safetensors, .pth and .pth.tar (old and new) of HCSC, MoCo, PCL, torchvision, timm, lightly, DINO,"
                    + " DINOv2, HIRL and others, ResNets and Vision Transformers, in float16, bfloat16, float32 and float64; from a checkpoint the query encoder is taken."
                    + " Missing and unexpected tensors are listed and refused."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  hcsc import hcsc_200eps.pth --out hcsc200",
            "  hcsc import resnet50-0676ba61.pth --backbone-only --out supervised",
            "  hcsc import dino.pth --key student --prefix module.backbone. --backbone-only --out student",
            "  hcsc eval knn --weights hcsc200/encoder.safetensors --data imagenet/train --test imagenet/val"
        })
final class ImportCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "FILE", description = "File of weights, a run, or a folder made by import or export.")
    private Path file = Path.of("");

    @Option(
            names = "--out",
            paramLabel = "DIR",
            required = true,
            description = "Folder to make; it must not hold anything.")
    private Path out = Path.of("");

    @Mixin
    private PlaceOption where = new PlaceOption();

    @Option(
            names = "--heads",
            paramLabel = "N",
            converter = Ranges.Count.class,
            description =
                    "Attention heads of a Vision Transformer, which its weights do not show. Default: what the file"
                            + " states, 12 for MoCo v3, else one for 64 values of a token.")
    private Optional<Integer> heads = Optional.empty();

    @Option(names = "--backbone-only", description = "Leave head or classifier (fc.*) behind.")
    private boolean backboneOnly;

    @Option(
            names = "--image-size",
            paramLabel = "N",
            converter = Ranges.Count.class,
            description =
                    "Side of a view in pixels. Default: 224, or 32 with a 3x3 stem, or what the positions of a Vision"
                            + " Transformer are for, unless the file says.")
    private Optional<Integer> imageSize = Optional.empty();

    @Option(
            names = "--resize",
            paramLabel = "N",
            converter = Ranges.Count.class,
            description =
                    "Shorter side before the centre crop. Default: 256 for 224 in proportion, unless the file says.")
    private Optional<Integer> resize = Optional.empty();

    @Mixin
    private Output output = new Output();

    @Override
    public Integer call() throws IOException {
        requireEmpty();
        WeightsPlace place = where.place(heads);
        EncoderOrigin.of(file, place).requireStock("import", file);
        EncoderWeights whole =
                new EncoderSource(file, Optional.empty(), imageSize, resize).sized(EncoderWeights.open(file, place));
        EncoderWeights kept = backboneOnly ? whole.backbone() : whole;
        try {
            kept.requireWhole();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    file + ": " + e.getMessage() + ". --backbone-only leaves the head (fc.*) behind.", e);
        }
        kept.writeFolder(out);
        StateDict held = Files.isRegularFile(file) ? WeightsFile.read(file, place.key()) : whole.state();
        List<String> foreign = Files.isRegularFile(file) ? WeightsFile.passedOver(file) : List.of();
        output.print(report(kept, held, foreign));
        return 0;
    }

    private void requireEmpty() throws IOException {
        if (Files.exists(out)) {
            try (Stream<Path> files = Files.list(out)) {
                if (files.findAny().isPresent()) {
                    throw new CommandLine.ParameterException(
                            spec.commandLine(),
                            "--out must name a new or empty folder, but " + out + " holds something");
                }
            }
        }
    }

    private Report report(EncoderWeights kept, StateDict source, List<String> foreign) {
        int held = source.names().size();
        String after = where.place().prefix().orElseGet(() -> WeightNames.prefix(source));
        EncoderDesign design = kept.design().orElseThrow();
        int tensors = kept.state().names().size();
        String head = design.head().map(Head::toString).orElse("none");
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("folder", out.toString());
        values.put("architecture", design.name());
        values.putAll(design.facts());
        values.put("featureSize", design.featureSize());
        values.put("head", head);
        values.put("imageSize", kept.views().imageSize());
        values.put("tensors", tensors);
        values.put("leftBehind", held - tensors);
        String text = String.format(
                Locale.ROOT,
                "%s, head: %s, images of %d pixels: %d tensors taken, %d others left behind%s%n"
                        + "the encoder is in %s",
                design,
                head,
                kept.views().imageSize(),
                tensors,
                held - tensors,
                notes(source, after, foreign)
                        + kept.reading().map(System.lineSeparator()::concat).orElse(""),
                out);
        kept.reading().ifPresent(reading -> values.put("read", reading));
        values.put("prefix", after);
        values.put("passedOver", foreign);
        return new Report(text, values);
    }

    /** What was chosen, altered or passed over, a line each. */
    private static String notes(StateDict source, String prefix, List<String> foreign) {
        StringBuilder notes = new StringBuilder();
        if (!prefix.isEmpty()) {
            notes.append(String.format(Locale.ROOT, "%ntaken after the prefix %s", Printable.of(prefix)));
        }
        long rounded = source.tensors().entrySet().stream()
                .filter(named ->
                        named.getKey().startsWith(prefix) && named.getValue().type() == DataType.FLOAT64)
                .count();
        if (rounded > 0) {
            notes.append(String.format(Locale.ROOT, "%n%d tensors of float64 are rounded to float32", rounded));
        }
        if (!foreign.isEmpty()) {
            notes.append(String.format(
                    Locale.ROOT, "%nof classes that are not read, passed over: %s", String.join(", ", foreign)));
        }
        return notes.toString();
    }
}
