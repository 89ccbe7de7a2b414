package io.github.hcsc.examples.study;

import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.hcsc.core.prototype.PrototypeHierarchy;
import io.github.hcsc.core.torch.Devices;
import io.github.hcsc.data.source.Subset;
import io.github.hcsc.train.Pretrainer;
import io.github.hcsc.train.PretrainerBuilder;
import io.github.hcsc.train.TrainingData;
import io.github.hcsc.train.config.ConfigReader;
import io.github.hcsc.train.config.PretrainConfig;
import io.github.hcsc.train.eval.LabelLevels;
import io.github.hcsc.train.eval.LabelledImages;
import io.github.hcsc.train.metrics.MetricsLog;
import io.github.hcsc.train.run.RunDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Does one run of the study of methods and adds its line; a run that has its line is not repeated, one that was stopped goes on. */
@Command(name = "study", mixinStandardHelpOptions = true, sortOptions = false, description = "One run of the study.")
public final class Study implements Callable<Integer> {

    private static final JsonMapper MAPPER = new JsonMapper();

    @Option(names = "--name", required = true, description = "What the run is called, with its seed.")
    private String name = "";

    @Option(names = "--config", required = true, description = "Configuration that the settings change.")
    private Path config = Path.of("");

    @Option(names = "--set", description = "Settings, KEY=VALUE.")
    private List<String> settings = List.of();

    @Option(names = "--data", required = true, description = "Training images, one sub-folder per class.")
    private Path data = Path.of("");

    @Option(names = "--data-set", required = true, description = "What the images are called.")
    private String dataSet = "";

    @Option(names = "--test", required = true, description = "Held-out images of the same classes.")
    private Path test = Path.of("");

    @Option(names = "--hierarchy", description = "Table class,group,kind.")
    private Optional<Path> hierarchy = Optional.empty();

    @Option(
            names = "--known-classes",
            paramLabel = "WRONG",
            description = "Prototypes are the true classes, this share of the images having a random one: a bound.")
    private Optional<Double> wrong = Optional.empty();

    @Option(names = "--images", defaultValue = "15000", description = "Training images, drawn with seed 0.")
    private int images;

    @Option(names = "--runs", required = true, description = "Folder of the runs.")
    private Path runs = Path.of("");

    @Option(names = "--lines", required = true, description = "File that the line is added to.")
    private Path lines = Path.of("");

    @Option(names = "--machine", required = true, description = "What the run is done on.")
    private String machine = "";

    private Study() {}

    /** Does one run. */
    public static void main(String[] args) {
        System.exit(run(args));
    }

    static int run(String... args) {
        return new CommandLine(new Study()).execute(args);
    }

    @Override
    public Integer call() throws IOException {
        if (Files.exists(lines) && Files.readString(lines).contains("\"name\":\"" + name + "\"")) {
            System.err.println(name + " has its line already");
            return 0;
        }
        List<String> all = new ArrayList<>(settings);
        all.add("data.path=" + data);
        all.add("data.heldOut=" + test);
        all.add("data.heldOutShare=0");
        PretrainConfig chosen = ConfigReader.read(config, all);
        TrainingData opened = TrainingData.open(chosen.data(), 0);
        TrainingData drawn = new TrainingData(Subset.random(opened.training(), images, 0), opened.heldOut());
        Files.writeString(
                lines,
                MAPPER.writeValueAsString(line(chosen, drawn)) + "\n",
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
        return 0;
    }

    private Map<String, Object> line(PretrainConfig chosen, TrainingData drawn) throws IOException {
        StudyImages labelled = StudyImages.of(drawn);
        LabelledImages known = labelled.known();
        Path run = runs.resolve(name);
        PretrainerBuilder builder =
                RunDirectory.holdsRun(run) ? Pretrainer.resume(run) : Pretrainer.create(chosen, run);
        wrong.ifPresent(share -> builder.optClusterer(
                new KnownClasses(known.labels(), known.classNames().size(), share, (float)
                        chosen.objective().temperature())));
        long began = System.nanoTime();
        Duration before = cpu();
        try (Pretrainer pretrainer = builder.optData(drawn).optLevels(levels()).build();
                NDManager scope = Devices.newManager(Devices.usable(chosen.run().device()))) {
            pretrainer.run();
            double cpuMinutes = cpu().minus(before).toMillis() / 6e4;
            double minutes = (System.nanoTime() - began) / 6e10;
            FinalFigures figures = new FinalFigures(labelled, scope, pretrainer.encoder(), chosen.views());
            Map<String, Object> line = described(chosen, labelled);
            line.put("course", course(run));
            line.put("linear", figures.linear());
            line.put("amiOfFeatures", figures.clusters());
            line.put(
                    "prototypes",
                    ClusterQuality.of(pretrainer.prototypes(), before(run, chosen, scope), known.labels()));
            line.put("cpuMinutes", cpuMinutes);
            line.put("minutes", minutes);
            return line;
        }
    }

    private LabelLevels levels() {
        return hierarchy.map(LabelLevels::read).orElse(LabelLevels.NONE);
    }

    /** Returns the clustering before the last epoch's, none where there is none. */
    private static PrototypeHierarchy before(Path run, PretrainConfig chosen, NDManager scope) throws IOException {
        int epoch = chosen.schedule().epochs() - 2;
        Path file = run.resolve(String.format(Locale.ROOT, "prototypes/epoch-%04d.safetensors", epoch));
        return Files.exists(file) ? PrototypeHierarchy.load(file, scope) : PrototypeHierarchy.NONE;
    }

    private Map<String, Object> described(PretrainConfig chosen, StudyImages labelled) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("name", name);
        line.put("date", LocalDate.now(ZoneOffset.UTC).toString());
        line.put("machine", machine);
        line.put("config", "" + config.getFileName());
        line.put("settings", settings);
        wrong.ifPresent(share -> line.put("knownClassesWrong", share));
        line.put("data", dataSet);
        line.put("images", labelled.known().labels().length);
        line.put("heldOut", labelled.heldOut().labels().length);
        line.put("seed", chosen.run().seed());
        line.put("epochs", chosen.schedule().epochs());
        return line;
    }

    /** Returns each measurement of a run: the epochs done before it, kNN in per cent by level, and the health of features. */
    private static List<Map<String, Object>> course(Path run) {
        List<Map<String, Object>> course = new ArrayList<>();
        MetricsLog.read(run.resolve("metrics.jsonl")).stream()
                .filter(record -> record.values().containsKey("knn_top1"))
                .forEach(record -> {
                    Map<String, Object> values = new LinkedHashMap<>();
                    values.put("step", record.step());
                    values.putAll(record.values());
                    course.add(values);
                });
        return course;
    }

    private static Duration cpu() {
        return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
    }
}
