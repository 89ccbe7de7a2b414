package io.github.hcsc.train.cli;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.github.hcsc.data.source.ImageSource;
import io.github.hcsc.data.source.Subset;
import io.github.hcsc.train.cli.EncoderSource.FeatureRequest;
import io.github.hcsc.train.eval.Features;
import io.github.hcsc.train.features.FeatureFile;
import io.github.hcsc.train.view.FixedView;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Writes features of images to a file. */
@Command(
        name = "embed",
        description = "Writes the features of all images of a folder to a file, with the images' names.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  hcsc embed --run run1 --data photos --out photos.npy",
            "  hcsc embed --weights resnet.pth --data photos --out photos.csv --normalize"
        })
final class EmbedCommand implements Callable<Integer> {
    private final EncoderJobs jobs;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private EncoderOption encoder = new EncoderOption();

    @Option(names = "--data", paramLabel = "DIR", required = true, description = "Folder of images.")
    private Path data = Path.of("");

    @Option(
            names = "--out",
            paramLabel = "FILE",
            required = true,
            description = "File to write: .npy (names in FILE.names.txt), .csv (name, then the values) or .safetensors"
                    + " (tensor features, names as JSON in the metadata).")
    private Path out = Path.of("");

    @Option(names = "--normalize", description = "Scale each feature to unit length.")
    private boolean normalize;

    @Option(
            names = "--max-images",
            paramLabel = "N",
            converter = Ranges.Count.class,
            description = "Images at most, evenly spaced. Default: all.")
    private Optional<Integer> maxImages = Optional.empty();

    @Mixin
    private ViewOption views = new ViewOption();

    @Mixin
    private CacheOption cache = new CacheOption();

    @Mixin
    private SourceOption source = new SourceOption();

    @Mixin
    private DeviceOption device = new DeviceOption();

    @Mixin
    private Output output = new Output();

    EmbedCommand(EncoderJobs jobs) {
        this.jobs = jobs;
    }

    @Override
    public Integer call() throws IOException {
        FeatureRequest wanted = cache.features(encoder, views, FixedView.BICUBIC);
        FeatureFile kind = kind();
        try (NDManager manager = device.newManager();
                ImageSource all = source.open(data, encoder, output)) {
            ImageSource images = Subset.evenlySpaced(all, maxImages.orElse(Integer.MAX_VALUE));
            Features features = jobs.features(wanted, images, manager);
            NDArray rows = features.rows();
            List<String> names =
                    IntStream.of(features.images()).mapToObj(images::name).toList();
            kind.write(out, names, normalize ? rows.normalize(2, 1) : rows);
            encoder.note(output);
            output.print(report(wanted, rows));
        }
        return 0;
    }

    private FeatureFile kind() {
        try {
            return FeatureFile.of(out);
        } catch (IllegalArgumentException e) {
            throw new CommandLine.ParameterException(spec.commandLine(), "--out: " + e.getMessage(), e);
        }
    }

    private Report report(FeatureRequest wanted, NDArray features) {
        return new Report(features.size(0) + " images, " + features.size(1) + " values each, written to " + out)
                .with("encoder", wanted.encoder().toString())
                .with("images", features.size(0))
                .with("dimensions", features.size(1))
                .with("out", out.toString());
    }
}
