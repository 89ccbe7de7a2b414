package io.github.hcsc.train.cli;

import io.github.hcsc.train.config.ConfigReader;
import io.github.hcsc.train.config.PretrainConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options that say what a benchmark of training computes. */
final class BenchConfig {
    /** How many images prototypes are assigned to, where there are none. */
    static final int IMAGES = 100_000;

    @Option(
            names = "--batch",
            paramLabel = "N",
            defaultValue = "32",
            description = "Images per step, in each process. Default: 32.")
    private int batch;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            defaultValue = "hcsc-single-200",
            description = "YAML configuration or name of a recipe. Default: hcsc-single-200, with one batch-norm group"
                    + " per process.")
    private Path config = Path.of("");

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Replace one value of the configuration. May be repeated.")
    private List<String> settings = new ArrayList<>();

    @Mixin
    private DeviceOption device = new DeviceOption();

    int batch() {
        return batch;
    }

    PretrainConfig resolve() {
        return resolve(1);
    }

    /**
     * Resolves for processes that train together, each on {@link #batch} images as one group of batch normalisation.
     *
     * @param own settings of the command, which those of the user replace
     */
    PretrainConfig resolve(int processes, String... own) {
        List<String> all = new ArrayList<>(List.of(
                "optimizer.batchSize=" + batch * processes,
                "encoder.bnGroups=" + processes,
                "run.device=" + device.name()));
        Collections.addAll(all, own);
        all.addAll(settings);
        return ConfigReader.read(config, all);
    }

    /** What the cost of training depends on. */
    Map<String, Object> facts(PretrainConfig resolved) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("batch", batch);
        facts.put("image_size", resolved.views().imageSize());
        facts.put("queue", resolved.queue().capacity());
        facts.put("prototypes", resolved.prototypes().counts());
        return facts;
    }
}
