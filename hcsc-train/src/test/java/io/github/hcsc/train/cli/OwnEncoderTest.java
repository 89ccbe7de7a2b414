package io.github.hcsc.train.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import io.github.hcsc.core.encoder.EncoderFactory;
import io.github.hcsc.core.state.Safetensors;
import io.github.hcsc.core.state.StateDict;
import io.github.hcsc.data.LoaderConfig;
import io.github.hcsc.data.source.ImageSource;
import io.github.hcsc.data.source.ImageSources;
import io.github.hcsc.train.Pretrainer;
import io.github.hcsc.train.TrainedEncoder;
import io.github.hcsc.train.config.PretrainConfig;
import io.github.hcsc.train.eval.FeatureExtractor;
import io.github.hcsc.train.run.Provenance;
import io.github.hcsc.train.view.FixedView;
import io.github.hcsc.train.view.Normalization;
import io.github.hcsc.train.weights.TinyEncoders;
import java.awt.Color;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** A run of an encoder of one's own, from the command line to all that is done with it. */
final class OwnEncoderTest {
    private static final String OWN = TwoConvolutions.class.getName();
    private static final String RENAMED = TwoConvolutions.Renamed.class.getName();
    private static final String KEY = "hcsc.encoder_factory";

    @TempDir
    private static Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void train() throws IOException {
        for (int i = 0; i < 26; i++) {
            ColourRun.paint(folder.resolve("data/red/" + i + ".png"), new Color(200 + i, 40, 30));
            ColourRun.paint(folder.resolve("data/green/" + i + ".png"), new Color(30, 200 + i, 40));
            ColourRun.paint(folder.resolve("data/blue/" + i + ".png"), new Color(40, 30, 200 + i));
        }
        OwnEncoderTest test = new OwnEncoderTest();
        assertThat(test.hcsc("pretrain --config smoke --data DATA --out RUN --encoder-factory " + OWN))
                .as(() -> test.err.toString())
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "eval knn --run RUN --data DATA --neighbours 3",
                "eval knn --weights RUN/encoder/encoder.safetensors --data DATA --neighbours 3",
                "eval linear --run RUN --data DATA --epochs 1 --batch 16",
                "eval linear --run RUN --data DATA --epochs 1 --batch 16 --fast",
                "eval finetune --run RUN --data DATA --epochs 1 --batch 16 --percent 50",
                "eval clusters --run RUN --data DATA --iterations 2 --starts 1",
                "eval health --run RUN --data DATA",
                "eval prototypes --run RUN --data DATA --epochs 1 --labels 50",
                "embed --run RUN --data DATA --out FOLDER/features.npy",
                "search --run RUN --query DATA/red/3.png",
                "export --run RUN --format safetensors --out FOLDER/out.safetensors",
                "pretrain --config smoke --data DATA --init RUN --out FOLDER/again",
                "replay RUN --step 2 --out FOLDER/replay",
                "resume RUN"
            })
    void whatOpensTheEncoderTakesTheFactoryThatMadeIt(String command) {
        assertThat(hcsc(command)).isEqualTo(2);
        assertThat(complaint())
                .contains("was trained with an encoder of " + OWN
                        + ", whose factory must be given. If you trust that class, add --encoder-factory "
                        + OWN);

        if (!command.startsWith("pretrain")) {
            assertThat(hcsc(command + " --encoder-factory " + RENAMED)).isEqualTo(2);
            assertThat(complaint())
                    .startsWith("hcsc: the encoder factory of ")
                    .endsWith("must be " + OWN + ", which trained it, but was " + RENAMED);
        }

        assertThat(hcsc(command + " --encoder-factory " + OWN))
                .as(() -> err.toString())
                .isZero();
    }

    @Test
    void itsTreeNeedsNoEncoder() {
        assertThat(hcsc("tree --run RUN")).isZero();
        assertThat(hcsc("search --run RUN --like red/3.png")).isZero();
        assertThat(hcsc("curate --run RUN --count 5")).isZero();
        assertThat(hcsc("report --run RUN")).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "export --run RUN --format torchvision --out FOLDER/no",
                "export --run RUN --format detectron2 --out FOLDER/no",
                "export --run RUN --format djl --out FOLDER/no",
                "export --run RUN --format onnx --out FOLDER/no",
                "export --run RUN --format hub --out FOLDER/no",
                "export --run RUN --format official --out FOLDER/no",
                "export --run RUN --format torchvision --out FOLDER/no --encoder-factory OWN",
                "export --run RUN --format djl --out FOLDER/no --encoder-factory OWN",
                "export --run RUN --format safetensors --classes 3 --out FOLDER/no --encoder-factory OWN",
                "import RUN/encoder/encoder.safetensors --out FOLDER/no"
            })
    void whatNeedsAKnownDesignIsRefusedInWords(String command) {
        assertThat(hcsc(command)).isEqualTo(2);
        assertThat(err.toString())
                .contains(
                        " takes encoders of this library, but ",
                        " was trained with one of " + OWN + "; the tensors of any can be written as safetensors");
        assertThat(folder.resolve("no")).doesNotExist();
    }

    @Test
    void exportKeepsTensorsAndRecord() throws IOException {
        hcsc("export --run RUN --format safetensors --out FOLDER/kept.safetensors --encoder-factory " + OWN);

        assertThat(hcsc("embed --weights FOLDER/kept.safetensors --data DATA --out FOLDER/kept.csv --encoder-factory "
                        + OWN))
                .isZero();
        hcsc("embed --run RUN --data DATA --out FOLDER/run.csv --encoder-factory " + OWN);
        assertThat(folder.resolve("kept.csv")).hasSameTextualContentAs(folder.resolve("run.csv"));
    }

    @Test
    void featuresAreThoseOfTheTrainingProgram() throws IOException {
        PretrainConfig config =
                PretrainConfig.read(Path.of("smoke")).with("data.path=" + ConfigOptions.quoted(folder.resolve("data")));
        EncoderFactory lambda = dim -> new TwoConvolutions().newEncoder(dim);
        Path run = folder.resolve("lambda");
        float[] trained;
        try (ImageSource images = ImageSources.open(folder.resolve("data"));
                NDManager manager = NDManager.newBaseManager();
                Pretrainer pretrainer =
                        Pretrainer.create(config, run).optEncoder(lambda).build()) {
            pretrainer.run();
            Normalization normalization = new Normalization(
                    manager, config.views().mean(), config.views().std());
            trained = new FeatureExtractor(
                            FixedView.BICUBIC.recipe(config.views()), normalization, LoaderConfig.sequential(16, 1))
                    .extract(manager, pretrainer.encoder().backbone(), images, done -> {})
                    .rows()
                    .toFloatArray();
            TrainedEncoder opened = TrainedEncoder.open(run, lambda, manager);

            assertThat(opened.features(manager, images, FixedView.BICUBIC, 1, done -> {})
                            .rows()
                            .toFloatArray())
                    .containsExactly(trained);
            assertThat(opened.featureSize()).isEqualTo(32);
            assertThat(opened.design()).isEmpty();
        }

        assertThat(hcsc("embed --run FOLDER/lambda --data DATA --out FOLDER/x.csv"))
                .isEqualTo(2);
        assertThat(err.toString())
                .contains(
                        "was trained with an encoder of a factory without a name, whose factory must be given. Open it"
                                + " from the program that trained it, or name a class that makes the same network with --encoder-factory CLASS");
        assertThat(hcsc("embed --run FOLDER/lambda --data DATA --out FOLDER/x.csv --encoder-factory " + OWN))
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "embed --weights FILE --data DATA --out FOLDER/never.csv",
                "eval knn --weights FILE --data DATA",
                "export --weights FILE --format safetensors --out FOLDER/never",
                "export --weights FILE --format djl --out FOLDER/never",
                "import FILE --out FOLDER/never",
                "pretrain --config smoke --data DATA --init FILE --out FOLDER/never"
            })
    void aClassThatAFileNamesIsNeverLoaded(String command) throws IOException {
        Path file = folder.resolve("hostile.safetensors");
        StateDict weights = Safetensors.read(folder.resolve("run/encoder/encoder.safetensors"));
        Safetensors.write(file, named(weights, Trap.Factory.class.getName()));

        assertThat(hcsc(command.replace("FILE", file.toString()))).isEqualTo(2);
        assertThat(err.toString()).contains(Trap.Factory.class.getName());
        assertThat(Trap.SPRUNG).hasValue(0);
    }

    @Test
    void aRecordThatIsNoClassIsNotShown() throws IOException {
        Path file = folder.resolve("escapes.safetensors");
        StateDict weights = Safetensors.read(folder.resolve("run/encoder/encoder.safetensors"));
        Safetensors.write(file, named(weights, "\u001b[2Jrm -rf"));

        assertThat(hcsc("embed --weights " + file + " --data DATA --out FOLDER/never.csv"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("a factory without a name").doesNotContain("\u001b", "rm -rf");
    }

    @ParameterizedTest
    @CsvSource({
        "nowhere.Encoder, must name a class on the class path",
        "java.lang.String, must name a public class with a public constructor without arguments",
        "io.github.hcsc.train.cli.Trap$NoFactory, must name a public class with a public constructor",
        "io.github.hcsc.core.encoder.EncoderFactory, must name a public class with a public constructor",
        "io.github.hcsc.train.cli.TwoConvolutions$Hidden, must name a public class with a public constructor",
        "io.github.hcsc.train.cli.TwoConvolutions$WithArgument, must name a public class with a public constructor"
    })
    void onlyAFactoryThatCanBeMadeIsTaken(String name, String message) {
        assertThat(hcsc("resume RUN --encoder-factory " + name)).isEqualTo(2);
        assertThat(err.toString())
                .startsWith("hcsc: Invalid value for option '--encoder-factory'")
                .contains(message, "but was " + name);
        assertThat(Trap.SPRUNG).hasValue(0);
    }

    @Test
    void weightsOfTheLibraryTakeNoFactory() throws IOException {
        Path stock = TinyEncoders.write(folder.resolve("stock.safetensors"));

        assertThat(hcsc("embed --weights " + stock + " --data DATA --out FOLDER/s.csv --encoder-factory " + OWN))
                .isEqualTo(2);
        assertThat(err.toString())
                .contains("has an encoder of this library and takes no encoder factory, but " + OWN + " was given");
    }

    @Test
    void aRunWithoutCheckpointStillKnowsItsEncoder() throws IOException {
        Path begun = copyOfRun("begun");
        try (Stream<Path> files = Files.list(begun.resolve("checkpoints"))) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }

        assertThat(hcsc("resume " + begun)).isEqualTo(2);
        assertThat(err.toString()).contains("add --encoder-factory " + OWN);
        assertThat(hcsc("resume " + begun + " --encoder-factory " + OWN))
                .as(() -> err.toString())
                .isZero();
        assertThat(Provenance.read(begun.resolve("provenance.json")))
                .extracting(Provenance::encoder)
                .contains(OWN)
                .containsOnly(OWN);
    }

    @Test
    void aRunOfBeforeRecordsNamedFactoriesTakesOneWhoseTensorsFit() throws IOException {
        Path old = copyOfRun("old");
        Path provenance = old.resolve("provenance.json");
        Files.writeString(provenance, Files.readString(provenance).replaceAll("\"encoder\" : \"[^\"]*\",", ""));
        try (Stream<Path> files = Files.list(old.resolve("checkpoints"))) {
            for (Path file : files.filter(Files::isRegularFile)
                    .filter(f -> !Files.isSymbolicLink(f))
                    .toList()) {
                StateDict saved = Safetensors.read(file);
                Map<String, String> metadata = new TreeMap<>(saved.metadata());
                assertThat(metadata.remove(KEY)).isEqualTo(OWN);
                Path fresh = file.resolveSibling("fresh");
                Safetensors.write(fresh, new StateDict(saved.tensors(), metadata));
                Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
            }
        }
        Files.delete(old.resolve("encoder/encoder.safetensors"));

        assertThat(hcsc("embed --run " + old + " --data DATA --out FOLDER/o.csv"))
                .isEqualTo(1);
        assertThat(hcsc("embed --run " + old + " --data DATA --out FOLDER/o.csv --encoder-factory " + OWN))
                .isZero();
        assertThat(hcsc("resume " + old + " --encoder-factory " + OWN)).isZero();
    }

    private static StateDict named(StateDict weights, String factory) {
        Map<String, String> metadata = new TreeMap<>(weights.metadata());
        metadata.put(KEY, factory);
        return new StateDict(weights.tensors(), metadata);
    }

    private static Path copyOfRun(String name) throws IOException {
        Path run = folder.resolve("run");
        Path copy = folder.resolve(name);
        try (Stream<Path> files = Files.walk(run)) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(run.relativize(file).toString()));
            }
        }
        return copy;
    }

    /** The last line of those that are no notes. */
    private String complaint() {
        return err.toString()
                .lines()
                .filter(line -> line.startsWith("hcsc: "))
                .reduce((earlier, later) -> later)
                .orElseThrow();
    }

    private int hcsc(String command) {
        List<String> words = Arrays.stream(command.split(" "))
                .map(word -> word.replace("FOLDER", folder.toString())
                        .replace("DATA", folder.resolve("data").toString())
                        .replace("RUN", folder.resolve("run").toString())
                        .replace("OWN", OWN))
                .toList();
        CommandLine line = Hcsc.commandLine(new TrainingJobs());
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        return line.execute(words.toArray(String[]::new));
    }
}
