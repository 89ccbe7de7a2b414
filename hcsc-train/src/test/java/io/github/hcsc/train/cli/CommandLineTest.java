package io.github.hcsc.train.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hcsc.core.state.weights.WeightsFile;
import io.github.hcsc.train.config.PretrainConfig;
import io.github.hcsc.train.config.RunConfig;
import io.github.hcsc.train.eval.finetune.FineTuneProtocol;
import io.github.hcsc.train.weights.TinyEncoders;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

final class CommandLineTest {
    private final Path folder;
    private final FakeJobs jobs = new FakeJobs();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    CommandLineTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandHasHelpWithAnExample(String command) {
        assertThat(run((command + " --help").substring("hcsc ".length()).split(" ")))
                .isZero();

        assertThat(out.toString()).contains("Usage: " + command, "Example").doesNotContain("%%");
        assertThat(out.toString().substring(out.toString().indexOf("Example"))).contains(" " + command);
        assertThat(out.toString().lines().dropWhile(line -> !line.startsWith("Example")))
                .as("examples are not cut into lines")
                .filteredOn(line -> !line.startsWith("Example"))
                .allMatch(line -> line.startsWith("  "));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void aDescriptionConsistsOfSentencesThatFlow(String command) {
        CommandSpec spec = tree(Hcsc.commandLine(jobs).getCommandSpec())
                .filter(some -> some.qualifiedName().equals(command))
                .findFirst()
                .orElseThrow();

        assertThat(Stream.concat(
                        Stream.of(spec.usageMessage().description()),
                        Stream.concat(spec.options().stream(), spec.positionalParameters().stream())
                                .flatMap(argument -> Stream.of(argument.description()))))
                .allMatch(part -> part.endsWith(".") || part.endsWith(":") || part.startsWith("  "));
        assertThat(spec.usageMessage().description()[0])
                .as("the line in the list of commands")
                .hasSizeLessThan(200);
    }

    static Stream<String> commands() {
        return tree(Hcsc.commandLine(new FakeJobs()).getCommandSpec()).map(CommandSpec::qualifiedName);
    }

    private static Stream<CommandSpec> tree(CommandSpec command) {
        return Stream.concat(
                Stream.of(command),
                command.subcommands().values().stream().flatMap(below -> tree(below.getCommandSpec())));
    }

    @Test
    void saysItsVersion() {
        assertThat(run("--version")).isZero();
        assertThat(out.toString()).matches("hcsc \\d+\\.\\d+\\.\\d+\\S*\\R");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            train                  | hcsc: Unmatched argument at index 0: 'train'
            resume                 | hcsc: Missing required parameter: 'RUN'
            pretrain --out x --dta y | hcsc: Unknown options: '--dta', 'y'
            pretrain --data x      | hcsc: --out RUN must name the folder of the run
            resume r --time 0s     | hcsc: Invalid value for option '--time': must be a time such as 90s, 15m or 1h30m, but was 0s
            compare --out x --time 15 | hcsc: Invalid value for option '--time': must be a time such as 90s, 15m or 1h30m, but was 15
            pretrain --out x --seed y | hcsc: Invalid value for option '--seed': 'y' is not an int
            import x               | hcsc: Missing required option: '--out=DIR'
            embed --run r --data x --out y.txt | hcsc: --out: features must go to a file .npy, .csv or .safetensors, but was y.txt
            export --run r --out x --format y | hcsc: Invalid value for option '--format': expected one of [SAFETENSORS, TORCHVISION, TIMM, DETECTRON2, DJL, ONNX, HUB, TRANSFORMERS, OFFICIAL] (case-insensitive) but was 'y'
            export --run r --out x --format djl --classes 3 | hcsc: --classes is for torchvision, timm and safetensors, but the format was djl
            export --run r --out x --format djl --prototypes | hcsc: --prototypes is for onnx, but the format was djl
            export --weights w --out x --format onnx --prototypes | hcsc: --prototypes must come with --run, whose prototypes they are
            export --run r --out x --format onnx --names n.csv | hcsc: --names must come with --prototypes, whose names they are
            export --run r --out x --format onnx --license mit | hcsc: --license is for hub and transformers, but the format was onnx
            compare --out x --images 0 | hcsc: Invalid value for option '--images': must be a whole number from 1 on, but was 0
            eval                   | hcsc: eval must be followed by one of knn, linear, finetune, svm, clusters, health, prototypes, worth
            eval knn --data x      | hcsc: exactly one of --run RUN and --weights FILE must be given
            eval knn --data x --run a --weights b | hcsc: exactly one of --run RUN and --weights FILE must be given
            eval linear --data x --run a --batch 0 | hcsc: Invalid value for option '--batch': must be a whole number from 1 on, but was 0
            eval linear --data x --run a --epochs=-2 | hcsc: Invalid value for option '--epochs': must be a whole number from 1 on, but was -2
            eval linear --data x --run a --learning-rate 0 | hcsc: Invalid value for option '--learning-rate': must be a positive number, but was 0
            eval knn --data x --run a --max-images 0 | hcsc: Invalid value for option '--max-images': must be a whole number from 1 on, but was 0
            eval knn --data x --run a --temperature NaN | hcsc: Invalid value for option '--temperature': must be a positive number, but was NaN
            eval finetune --data x --run a --percent 101 | hcsc: Invalid value for option '--percent': must be a number in (0, 100], but was 101
            eval clusters --data x --run a --starts many | hcsc: Invalid value for option '--starts': must be a whole number from 1 on, but was many
            eval linear --data x --run a --momentum 1 | hcsc: momentum must lie in [0, 1) and weight decay not be negative, but were 1.0 and 0.0
            eval linear --data x --run a --places205 --restart-every 0 | hcsc: Invalid value for option '--restart-every': must be a whole number from 1 on, but was 0
            eval finetune --data x --run a --list y --percent 1 | hcsc: only one of --list FILE and --percent P may be given
            eval finetune --data x --run a --batch 1 | hcsc: epochs must be at least 1 and a batch at least 2, but were 70 and 1
            eval svm --data x --run a --cost 0 | hcsc: Invalid value for option '--cost': must be a positive number, but was 0
            eval svm --data x --run a --shots 0 | hcsc: Invalid value for option '--shots' (K): must be a whole number from 1 on, but was 0
            bench                  | hcsc: bench must be followed by one of step, loader, objective, enqueue, kmeans, allreduce
            bench step --runs 0    | hcsc: --runs and --threads must be at least 1 and --warmup not negative, but were 0, one per core and 2
            eval knn --data x --weights a --last | hcsc: --last is for --run: a file has one set of weights
            eval worth --data x --run a --labels 0 | hcsc: --labels must be in (0, 100] per cent, but was 0
            eval worth --data x --run a --labels 1.5 --per-class | hcsc: --labels must be whole numbers of images from 1 on, but was 1.5
            eval clusters --run a | hcsc: --data DIR must name the images, or --prototypes be given
            eval clusters --weights a --prototypes | hcsc: --prototypes must come with --run, whose prototypes they are
            eval knn --data x --run a --neighbours 5,0 | hcsc: Invalid value for option '--neighbours' (K): must be a whole number from 1 on, but was 0
            """)
    void wrongUseIsStatusTwoAndOneLineWithAHint(String command, String message) {
        assertThat(run(command.strip().split(" "))).isEqualTo(2);

        assertThat(err.toString().lines().findFirst()).hasValue(message);
        assertThat(err.toString()).contains("--help'.");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void wrongConfigurationsAreStatusTwo() {
        assertThat(run("pretrain", "--config", "smoke", "--out", "x", "--set", "queue.capacity=63"))
                .isEqualTo(2);

        assertThat(err.toString())
                .isEqualToNormalizingNewlines("hcsc: setting queue.capacity=63: queue.capacity must be a multiple of"
                        + " optimizer.batchSize 32, but was 63\n");
    }

    @Test
    void missingDataIsWrongUse() {
        assertThat(run("pretrain", "--out", "x")).isEqualTo(2);

        assertThat(err.toString()).startsWith("hcsc: --data DIR must name the folder of training images");
    }

    @Test
    void failuresAreStatusOneAndOneLine() {
        jobs.failure = Optional.of(new IllegalStateException("the loss is not a number"));
        assertThat(run("pretrain", "--config", "smoke", "--out", "x")).isEqualTo(1);
        assertThat(err.toString()).isEqualToNormalizingNewlines("hcsc: the loss is not a number\n");
    }

    @Test
    void surprisesNameTheirKindAndTheWayToMore() {
        jobs.failure = Optional.of(new ArithmeticException("/ by zero"));

        assertThat(run("pretrain", "--config", "smoke", "--out", "x")).isEqualTo(1);
        assertThat(err.toString())
                .isEqualToNormalizingNewlines("hcsc: ArithmeticException: / by zero (--verbose shows where)\n");
    }

    @Test
    void verboseShowsTheStack() {
        jobs.failure = Optional.of(new ArithmeticException("/ by zero"));

        assertThat(run("pretrain", "--config", "smoke", "--out", "x", "--verbose"))
                .isEqualTo(1);
        assertThat(err.toString()).contains("hcsc: ArithmeticException: / by zero", "\tat io.github.hcsc");
    }

    @Test
    void jsonIsTheLastAndOnlyLineOfStandardOutput() {
        assertThat(run("resume", "run1", "--json")).isZero();

        assertThat(out.toString()).isEqualToNormalizingNewlines("{\"command\":\"resume\",\"call\":\"resume run1\"}\n");
        assertThat(err.toString()).contains("done: resume run1");
    }

    @Test
    void comparesTheMethodsAndSeedsThatWereNamed() {
        String out = folder.resolve("out").toString();

        assertThat(run(
                        "compare",
                        "--config",
                        "comparison",
                        "--out",
                        out,
                        "--methods",
                        "moco,hcsc-paper",
                        "--seeds",
                        "3"))
                .isZero();

        assertThat(this.out.toString())
                .isEqualToNormalizingNewlines("done: compare [moco, hcsc-paper] [3] OptionalInt.empty\n");
        assertThat(run("compare", "--config", "comparison", "--out", out, "--arm", "T 0.1: objective.temperature=0.1"))
                .isZero();
        assertThat(this.out.toString()).contains("done: compare [t-0-1] [0, 1]");
        assertThat(run("compare", "--config", "comparison", "--out", out, "--arm", "x: y"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("an arm must be 'name: key=value key=value', but was 'x: y'");
        assertThat(run("compare", "--config", "comparison", "--out", out, "--methods", "simclr"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("'simclr' is no method; methods are moco, pcl, hcsc-released, hcsc-paper");
    }

    @Test
    void withoutJsonTheTextIsTheResult() {
        assertThat(run("demo", "--seed", "7", "--device", "cpu")).isZero();

        assertThat(out.toString()).isEqualToNormalizingNewlines("done: demo - 7 cpu hcsc-demo.html []\n");
    }

    @Test
    void demoComparesWithContrastWithoutAHierarchyWhenAsked() {
        assertThat(run("demo", "--compare", "--page", "tree.html", "--device", "cpu"))
                .isZero();

        assertThat(out.toString()).isEqualToNormalizingNewlines("done: demo - 0 cpu tree.html [SimCLR, MoCo v2]\n");
    }

    @Test
    void optionsReplaceValuesOfTheConfiguration() {
        assertThat(run(
                        "pretrain",
                        "--config",
                        "smoke",
                        "--out",
                        "r",
                        "--data",
                        "my #1: photos",
                        "--held-out",
                        "test",
                        "--seed",
                        "5",
                        "--epochs",
                        "9",
                        "--device",
                        "cpu",
                        "--precision",
                        "bf16",
                        "--set",
                        "schedule.epochs=11"))
                .isZero();

        assertThat(jobs.configs).singleElement().satisfies(config -> {
            assertThat(config.data().path()).isEqualTo(Path.of("my #1: photos").toAbsolutePath());
            assertThat(config.data().heldOut()).hasValue(Path.of("test").toAbsolutePath());
            assertThat(config.data().heldOutShare()).isZero();
            assertThat(config.run().seed()).isEqualTo(5);
            assertThat(config.run().device()).isEqualTo("cpu");
            assertThat(config.run().precision()).isEqualTo(RunConfig.Precision.BF16);
            assertThat(config.schedule().epochs()).as("--set is last").isEqualTo(11);
        });
    }

    @Test
    void withoutAConfigurationEverythingIsSizedAndExplained() throws IOException {
        paint(folder.resolve("red"), new Color(200, 20, 10), 30);
        paint(folder.resolve("blue"), new Color(10, 20, 200), 30);

        assertThat(run(
                        "pretrain",
                        "--data",
                        folder.toString(),
                        "--out",
                        "r",
                        "--epochs",
                        "4",
                        "--device",
                        "cpu",
                        "--set",
                        "encoder.width=0.25"))
                .isZero();

        assertThat(err.toString())
                .contains("views.imageSize", "images measure about 40 pixels", "as asked for")
                .as("what the user chose was not chosen here")
                .doesNotContain("encoder.width", "run.device");
        assertThat(jobs.configs).singleElement().satisfies(config -> {
            assertThat(config.schedule().epochs()).isEqualTo(4);
            assertThat(config.prototypes().firstClusteringEpoch()).isEqualTo(1);
            assertThat(config.views().imageSize()).isEqualTo(32);
        });
    }

    @Test
    void aRecipeOfFewerEpochsBeginsItsPrototypesSooner() {
        assertThat(run("pretrain", "--config", "hcsc-single-200", "--out", "r", "--data", "x", "--epochs", "10"))
                .isZero();

        assertThat(jobs.configs).singleElement().satisfies(config -> {
            assertThat(config.schedule().epochs()).isEqualTo(10);
            assertThat(config.prototypes().firstClusteringEpoch()).isEqualTo(1);
        });
        assertThat(err.toString())
                .contains("prototypes.firstClusteringEpoch=1 instead of 20, for 10 epochs instead of 200");
    }

    @Test
    void whatTheUserSetsStaysAlsoWithFewerEpochs() {
        assertThat(run(
                        "pretrain",
                        "--config=hcsc-single-200",
                        "--out=r",
                        "--data=x",
                        "--epochs=10",
                        "--set=prototypes.firstClusteringEpoch=12"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("prototypes.firstClusteringEpoch must lie below schedule.epochs 10");
    }

    @Test
    void milestonesMoveForwardWithTheLastEpoch() {
        assertThat(run("pretrain", "--config", steps().toString(), "--out", "r", "--epochs", "50"))
                .isZero();
        assertThat(jobs.configs)
                .singleElement()
                .satisfies(config -> assertThat(config.schedule().milestones()).containsExactly(30, 40));
    }

    private Path steps() {
        PretrainConfig recipe = PretrainConfig.read(Path.of("hcsc-single-200"))
                .with(
                        "data.path=x",
                        "schedule.finalLearningRate=0",
                        "schedule.decay=step",
                        "schedule.milestones=[120, 160]");
        try {
            return Files.writeString(folder.resolve("steps.yaml"), recipe.toYaml());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void heldOutImagesAreLookedAtBeforeAnythingIsSized() throws IOException {
        paint(folder.resolve("train/red"), new Color(200, 20, 10), 30);
        paint(folder.resolve("train/blue"), new Color(10, 20, 200), 30);
        paint(folder.resolve("test/green"), new Color(10, 200, 10), 2);

        for (String test : List.of("test", "nowhere")) {
            assertThat(run(
                            "pretrain",
                            "--data=" + folder.resolve("train"),
                            "--held-out=" + folder.resolve(test),
                            "--out=r",
                            "--device=cpu"))
                    .isEqualTo(2);
        }
        assertThat(err.toString())
                .contains(
                        "data.heldOut cannot be used for kNN: ",
                        "test with 2 images, no classes must have labels",
                        "data.heldOut: ",
                        "does not exist")
                .doesNotContain("Chosen for these images");
    }

    @Test
    void dataThatIsNotThereIsWrongUse() {
        assertThat(run("pretrain", "--data", "nowhere", "--out", "r", "--device", "cpu"))
                .isEqualTo(2);
        assertThat(err.toString())
                .isEqualToNormalizingNewlines("hcsc: " + Path.of("nowhere").toAbsolutePath() + " does not exist\n");
    }

    @Test
    void tooFewImagesAreWrongUse() throws IOException {
        paint(folder.resolve("red"), Color.RED, 3);

        assertThat(run("pretrain", "--data", folder.toString(), "--out", "r", "--device", "cpu"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("the number of images in " + folder + " must be at least 32, but was 3");
    }

    @Test
    void showsAConfigurationThatCanBeReadAgain() throws IOException {
        assertThat(run("pretrain", "--config", "cifar10", "--show-config")).isZero();
        Path file = Files.writeString(folder.resolve("mine.yaml"), out.toString());

        assertThat(run("pretrain", "--config", file.toString(), "--out", "r")).isZero();
        assertThat(jobs.configs).containsExactly(PretrainConfig.read(Path.of("cifar10")));
    }

    @Test
    void knnClassifiesTheTestImages() throws IOException {
        paint(folder.resolve("train/red"), new Color(200, 20, 10), 10);
        paint(folder.resolve("train/blue"), new Color(10, 20, 200), 10);
        paint(folder.resolve("test/blue"), new Color(20, 20, 180), 2);
        paint(folder.resolve("test/red"), new Color(180, 20, 20), 1);

        assertThat(run(
                        "eval",
                        "knn",
                        "--run",
                        "r",
                        "--data",
                        folder + "/train",
                        "--test",
                        folder + "/test",
                        "--neighbours",
                        "1,50",
                        "--device",
                        "cpu",
                        "--json"))
                .isZero();

        assertThat(out.toString())
                .startsWith("{\"command\":\"eval knn\",\"encoder\":\"r\",\"results\":["
                        + "{\"requested\":1,\"neighbours\":1,\"images\":3,\"top1\":100.0,\"top5\":100.0},"
                        + "{\"requested\":50,\"neighbours\":20,\"images\":3,\"top1\":100.0,\"top5\":100.0}],"
                        + "\"settings\":{\"data\":\"" + folder + "/train\",\"test\":\"" + folder + "/test\","
                        + "\"neighbours\":[1,50],\"temperature\":0.07,\"device\":\"cpu\"},\"seconds\":");
        assertThat(jobs.calls).containsOnly("features of r");
    }

    @Test
    void knnHoldsEveryFifthImageBackWhenThereIsNoTestFolder() throws IOException {
        paint(folder.resolve("red"), new Color(200, 20, 10), 10);
        paint(folder.resolve("blue"), new Color(10, 20, 200), 10);

        assertThat(run("eval", "knn", "--weights", "w", "--data", folder.toString(), "--device", "cpu"))
                .isZero();

        assertThat(err.toString()).contains("bank: 16 images of", "to classify: 4 images of");
        assertThat(out.toString()).startsWith("kNN of 10 neighbours: top-1 100.00 %");
    }

    @Test
    void knnNeedsLabels() throws IOException {
        paint(folder, Color.RED, 4);

        assertThat(run("eval", "knn", "--run", "r", "--data", folder.toString(), "--device", "cpu"))
                .isEqualTo(1);
        assertThat(err.toString()).contains("must have labels: one sub-folder per class, and no images beside them");
    }

    @Test
    void knnRefusesClassesThatTheBankDoesNotKnow() throws IOException {
        paint(folder.resolve("train/red"), Color.RED, 4);
        paint(folder.resolve("train/blue"), Color.BLUE, 4);
        paint(folder.resolve("test/green"), Color.GREEN, 4);
        paint(folder.resolve("test/red"), Color.RED, 4);

        assertThat(run(
                        "eval",
                        "knn",
                        "--run",
                        "r",
                        "--data",
                        folder + "/train",
                        "--test",
                        folder + "/test",
                        "--device",
                        "cpu"))
                .isEqualTo(1);
        assertThat(err.toString()).contains("hcsc: class green of ").contains(" must be one of ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--fast", "--places205", "--weight-decay=0.001"})
    void linearTellsColoursApart(String option) throws IOException {
        paint(folder.resolve("red"), new Color(200, 20, 10), 20);
        paint(folder.resolve("blue"), new Color(10, 20, 200), 20);

        assertThat(run(
                        "eval",
                        "linear",
                        "--run",
                        "r",
                        "--data",
                        folder.toString(),
                        "--epochs=8",
                        "--learning-rate=0.001",
                        "--batch=8",
                        "--device=cpu",
                        "--json",
                        option))
                .isZero();

        assertThat(out.toString())
                .startsWith("{\"command\":\"eval linear\",\"encoder\":\"r\",\"protocol\":\""
                        + (option.equals("--places205") ? "places205" : "imagenet"))
                .contains("\"results\":{\"best\":{\"images\":8,\"top1\":100.0,\"top5\":100.0}", "\"classes\":2}");
    }

    @Test
    void fineTuningTakesItsShareOfTheLabels() throws IOException {
        paint(folder.resolve("red"), Color.RED, 20);
        paint(folder.resolve("blue"), Color.BLUE, 20);

        assertThat(run("eval", "finetune", "--run", "r", "--data", folder.toString(), "--percent=25", "--released-std"))
                .isZero();

        assertThat(jobs.calls)
                .containsExactly("fine-tune r Optional[[0.228, 0.224, 0.225]] " + FineTuneProtocol.published());
        assertThat(out.toString()).startsWith("fine-tuning on 8 labels: best top-1 50.00 %");
    }

    @Test
    void clustersOfColoursAreTheirClasses() throws IOException {
        paint(folder.resolve("red"), new Color(200, 20, 10), 20);
        paint(folder.resolve("blue"), new Color(10, 20, 200), 20);

        assertThat(run("eval", "clusters", "--run", "r", "--data", folder.toString(), "--json"))
                .isZero();

        assertThat(out.toString())
                .contains(
                        "\"results\":[{\"clusters\":2,\"classes\":2,",
                        "\"ari\":1.0,\"accuracy\":1.0}],\"of\":\"features\"");
    }

    @Test
    void svmSeparatesTheClassesOfVoc() throws IOException {
        for (String set : new String[] {"trainval", "test"}) {
            StringBuilder list = new StringBuilder();
            for (int i = 0; i < 10; i++) {
                list.append(annotate(set + i, i % 2 == 0 ? "cat" : "dog")).append('\n');
            }
            Path lists = Files.createDirectories(folder.resolve("ImageSets/Main"));
            Files.writeString(lists.resolve(set + ".txt"), list);
        }

        assertThat(run("eval", "svm", "--run", "r", "--data", folder.toString(), "--json"))
                .isZero();
        assertThat(out(0)).contains("\"results\":[{\"shots\":0,\"runs\":1,\"map\":100.0,\"deviation\":0.0,");

        assertThat(run("eval", "svm", "--run", "r", "--data", folder.toString(), "--shots=1,2", "--runs=3"))
                .isZero();
        assertThat(out(2)).startsWith("2 per class: mAP 100.00 % (deviation 0.00 over 3 runs)");
    }

    private String annotate(String id, String name) throws IOException {
        Path pictures = folder.resolve("JPEGImages");
        paint(pictures, name.equals("cat") ? Color.RED : Color.BLUE, 1);
        Files.move(pictures.resolve("0.png"), pictures.resolve(id + ".jpg"));
        Path annotations = Files.createDirectories(folder.resolve("Annotations"));
        Files.writeString(
                annotations.resolve(id + ".xml"),
                "<annotation><object><name>" + name + "</name></object></annotation>");
        return id;
    }

    @Test
    void goingOnFromTheAuthorsCodeIsHandedOn() throws IOException {
        paint(folder, Color.RED, 4);

        assertThat(run(
                        "pretrain",
                        "--config",
                        "smoke",
                        "--data",
                        folder.toString(),
                        "--out",
                        "x",
                        "--continue",
                        "c.pth"))
                .isZero();

        assertThat(jobs.calls).containsExactly("pretrain x after c.pth");
    }

    @Test
    void healthGivesItsVerdict() throws IOException {
        paint(folder, new Color(200, 20, 10), 12);

        assertThat(run("eval", "health", "--run", "r", "--data", folder.toString(), "--device", "cpu", "--json"))
                .isZero();

        assertThat(out.toString())
                .startsWith(
                        "{\"command\":\"eval health\",\"encoder\":\"r\",\"images\":12,\"features_dimensions\":3,\"embeddings_dimensions\":3,"
                                + "\"features_effective_rank\":")
                .contains("\"embeddings_alignment\":0.0,\"grade\":\"collapsed\",\"verdict\":\"collapsed: ");
    }

    @Test
    void foldersThatDoNotExistAreNamed() {
        assertThat(run("eval", "health", "--run", "r", "--data", "nowhere", "--device", "cpu"))
                .isEqualTo(1);
        assertThat(err.toString()).contains("nowhere");
        assertThat(err.toString().lines()).hasSize(1);
    }

    @Test
    void importedWeightsAreDescribedAndUsable() throws IOException {
        Path file = TinyEncoders.write(folder.resolve("w.safetensors"));
        String out = folder.resolve("imported").toString();

        assertThat(run("import", file.toString(), "--out", out, "--image-size", "48", "--json"))
                .isZero();
        assertThat(out(0))
                .isEqualTo("{\"command\":\"import\",\"folder\":\"" + out + "\",\"architecture\":\"resnet18\","
                        + "\"stem\":\"small\",\"width\":4,\"featureSize\":32,\"head\":\"two layers to 8\","
                        + "\"imageSize\":48,\"tensors\":104,\"leftBehind\":0,\"prefix\":\"\",\"passedOver\":[]}");

        assertThat(run("export", "--weights", out, "--format", "torchvision", "--out", folder + "/w.pth"))
                .isZero();
        assertThat(WeightsFile.read(folder.resolve("w.pth"))
                        .get("fc.weight")
                        .shape()
                        .get(0))
                .isEqualTo(1000);

        assertThat(run("import", file.toString(), "--out", out)).isEqualTo(2);
        assertThat(err.toString()).contains("--out must name a new or empty folder, but " + out + " holds something");
    }

    @Test
    void embeddingNamesTheImages() throws IOException {
        paint(folder.resolve("in"), new Color(200, 20, 10), 3);
        Path file = folder.resolve("out.csv");

        assertThat(run("embed", "--run", "r", "--data", folder + "/in", "--out", file.toString(), "--device", "cpu"))
                .isZero();

        assertThat(Files.readAllLines(file)).hasSize(4).element(0).isEqualTo("name,f0,f1,f2");
        assertThat(Files.readAllLines(file).get(3)).startsWith("2.png,200.");
    }

    @Test
    void resultsOfARunAreKeptWithIt() throws IOException {
        paint(folder.resolve("in"), new Color(200, 20, 10), 12);
        Path run = Files.createDirectory(folder.resolve("run"));

        for (int i = 0; i < 2; i++) {
            assertThat(run("eval", "health", "--run", run.toString(), "--data", folder + "/in", "--device", "cpu"))
                    .isZero();
        }

        assertThat(Files.readAllLines(run.resolve("evaluations.jsonl")))
                .hasSize(2)
                .allSatisfy(line -> assertThat(line).contains("\"command\":\"eval health\"", "\"seconds\":"));
    }

    private String out(int line) {
        return out.toString().lines().toList().get(line);
    }

    private int run(String... args) {
        CommandLine line = Hcsc.commandLine(jobs);
        line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        return line.execute(args);
    }

    /** Images of nearly one colour. */
    private static void paint(Path folder, Color color, int count) throws IOException {
        Files.createDirectories(folder);
        for (int i = 0; i < count; i++) {
            BufferedImage image = new BufferedImage(40, 50, BufferedImage.TYPE_3BYTE_BGR);
            Graphics2D graphics = image.createGraphics();
            graphics.setColor(new Color(color.getRed(), color.getGreen(), Math.min(255, color.getBlue() + i)));
            graphics.fillRect(0, 0, 40, 50);
            graphics.dispose();
            ImageIO.write(image, "png", folder.resolve(i + ".png").toFile());
        }
    }
}
