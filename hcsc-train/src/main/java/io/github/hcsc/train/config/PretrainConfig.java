package io.github.hcsc.train.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Everything that decides the outcome of a pretraining run; two runs of equal configuration on equal images are equal.
 *
 * @param method what is learnt from a batch; {@code hcsc} if a file does not say
 * @param data images and their loading
 * @param views augmentations
 * @param encoder network
 * @param hcsc what HCSC can do beyond the paper
 * @param mocoV3 what is of MoCo v3 alone
 * @param hirl what is of HIRL alone
 * @param queue past keys
 * @param prototypes hierarchy
 * @param objective loss and selection
 * @param optimizer gradient descent
 * @param schedule length and learning rate
 * @param run seed, device, checkpoints and measurements
 */
public record PretrainConfig(
        StockMethod method,
        DataConfig data,
        ViewsConfig views,
        EncoderConfig encoder,
        HcscConfig hcsc,
        MocoV3Config mocoV3,
        HirlConfig hirl,
        QueueConfig queue,
        PrototypesConfig prototypes,
        ObjectiveConfig objective,
        OptimizerConfig optimizer,
        ScheduleConfig schedule,
        RunConfig run) {

    /** Checks what one part demands of another. */
    public PretrainConfig {
        int batch = optimizer.batchSize();
        boolean hasQueue = method.instances(hirl.image()).hasQueue(hcsc.base());
        Require.that(queue.capacity() > 0 || !hasQueue, "queue.capacity", "be at least 1", queue.capacity());
        Require.that(
                queue.capacity() % batch == 0,
                "queue.capacity",
                "be a multiple of optimizer.batchSize " + batch,
                queue.capacity());
        requireBatch(batch, encoder);
        requireSizes(encoder, views);
        requireMethod(method, encoder, views, hirl, prototypes);
        Require.that(
                prototypes.counts().isEmpty() || prototypes.firstClusteringEpoch() < schedule.epochs(),
                "prototypes.firstClusteringEpoch",
                "lie below schedule.epochs " + schedule.epochs()
                        + ", or prototypes never take part (prototypes.counts: [] trains without them)",
                prototypes.firstClusteringEpoch());
        Require.that(
                hasQueue || !prototypes.gathersKeys(),
                "prototypes.features",
                "be extracted without a queue, whose keys are gathered",
                "gathered");
        Require.that(
                optimizer.frozenEpochs() == 0 || encoder.initialWeights().isPresent(),
                "optimizer.frozenEpochs",
                "be 0 without encoder.initialWeights: what is frozen would stay random",
                optimizer.frozenEpochs());
        Require.that(
                schedule.finalLearningRate() <= optimizer.learningRate(),
                "schedule.finalLearningRate",
                "not exceed the starting rate " + optimizer.learningRate(),
                schedule.finalLearningRate());
    }

    private static void requireBatch(int batch, EncoderConfig encoder) {
        Require.that(
                batch % 2 == 0
                        || encoder.width() >= EncoderConfig.SAFE_WIDTH
                        || encoder.architecture().isTransformer(),
                "optimizer.batchSize",
                "be even with encoder.width below " + EncoderConfig.SAFE_WIDTH
                        + " (PyTorch's CPU convolutions of fewer than 16 channels write beyond their buffers otherwise)",
                batch);
        Require.that(
                batch % encoder.bnGroups() == 0 && batch / encoder.bnGroups() >= 2,
                "encoder.bnGroups",
                "split optimizer.batchSize " + batch + " into equal groups of at least 2",
                encoder.bnGroups());
    }

    private static void requireMethod(
            StockMethod method,
            EncoderConfig encoder,
            ViewsConfig views,
            HirlConfig hirl,
            PrototypesConfig prototypes) {
        boolean third = method.instances(hirl.image()) == StockMethod.MOCO_V3;
        Require.that(encoder.mlpHead() || !third, "encoder.mlpHead", "be true with MoCo v3, whose head is one", false);
        Require.that(
                views.localCrops().isEmpty() || !third,
                "views.localCrops",
                "be empty with MoCo v3, which has two views",
                views.localCrops());
        Require.that(
                !prototypes.counts().isEmpty() || method != StockMethod.HIRL,
                "prototypes.counts",
                "have a level with method hirl, which learns paths through them",
                prototypes.counts());
    }

    private static void requireSizes(EncoderConfig encoder, ViewsConfig views) {
        if (encoder.architecture().isTransformer()) {
            requirePatches("views.imageSize", views.imageSize(), encoder.patch());
            views.localCrops().forEach(crops -> requirePatches("views.localCrops", crops.size(), encoder.patch()));
        } else {
            requireNoTransformer(encoder);
        }
    }

    private static void requirePatches(String key, int side, int patch) {
        int below = side / patch * patch;
        Require.that(
                side % patch == 0,
                key,
                "have a side that is a multiple of encoder.patch " + patch + ", such as "
                        + (below > 0 ? below + " or " : "") + (below + patch),
                side);
    }

    /** Keys that would have no effect are not passed over in silence. */
    private static void requireNoTransformer(EncoderConfig encoder) {
        ObjectNode given = ConfigMapper.tree(encoder);
        Map<String, JsonNode> left = new LinkedHashMap<>(EncoderConfig.OF_TRANSFORMERS);
        left.put("patch", IntNode.valueOf(EncoderConfig.USUAL_PATCH));
        left.forEach((key, value) -> Require.that(
                given.get(key).equals(value),
                "encoder." + key,
                "be left out with encoder.architecture " + ConfigMapper.word(encoder.architecture())
                        + ", which is no Vision Transformer",
                given.get(key)));
    }

    /**
     * Returns one of the recipes that this library brings, the files of the folder {@code configs}.
     *
     * @param name such as {@code hcsc-single-200} or {@code smoke}
     * @throws ConfigException naming all recipes if there is none of that name
     */
    public static PretrainConfig recipe(String name) {
        String yaml = Recipes.find(name)
                .orElseThrow(() -> new ConfigException(
                        "a recipe must be one of " + String.join(", ", Recipes.NAMES) + ", but was " + name));
        return parse(yaml, name);
    }

    /**
     * Reads a YAML file.
     *
     * @throws ConfigException naming file, line and column if a key is unknown or missing, or a value is unusable
     */
    public static PretrainConfig read(Path file) {
        return ConfigReader.read(file, List.of());
    }

    /**
     * Reads YAML text.
     *
     * @param yaml the text
     * @param origin what to call it in errors
     * @throws ConfigException naming origin, line and column if a key is unknown or missing, or a value is unusable
     */
    public static PretrainConfig parse(String yaml, String origin) {
        return ConfigReader.parse(yaml, origin, List.of());
    }

    /**
     * Returns this configuration with some values replaced.
     *
     * @param settings as {@code key=value}, for example {@code schedule.epochs=10}
     * @throws ConfigException naming the setting if a key is unknown or a value is unusable
     */
    public PretrainConfig with(String... settings) {
        return ConfigReader.parse(toYaml(), "the configuration", List.of(settings));
    }

    /** Returns this configuration with its images elsewhere; a relative path is made absolute. */
    public PretrainConfig withData(Path images) {
        return with("data.path="
                + TextNode.valueOf(images.toAbsolutePath().normalize().toString()));
    }

    /** Returns what the method is called; HCSC without prototypes is MoCo v2 or, on the batch, SimCLR. */
    public String methodName() {
        if (!prototypes.counts().isEmpty()) {
            return method == StockMethod.HIRL ? "HIRL" : "HCSC";
        }
        if (method == StockMethod.MOCO_V3) {
            return "MoCo v3";
        }
        return hasQueue() ? "MoCo v2" : "SimCLR";
    }

    /** Returns whether instances are contrasted with the past keys of a queue, rather than within the batch. */
    public boolean hasQueue() {
        return instances().hasQueue(hcsc.base());
    }

    /** Returns the method that contrasts instances: the one that is named, or what HIRL is added to. */
    public StockMethod instances() {
        return method.instances(hirl.image());
    }

    /** Every value by its key, for example {@code optimizer.batchSize}. */
    public Map<String, String> settings() {
        return ConfigMapper.flat(this);
    }

    /**
     * This configuration as YAML that {@link #read} accepts, without the keys that method and architecture do not
     * read.
     */
    public String toYaml() {
        ObjectNode tree = ConfigMapper.tree(this);
        method.unread(hcsc.base(), hirl.image()).removeFrom(tree);
        if (!encoder.architecture().isTransformer()) {
            tree.withObject("/encoder")
                    .remove(EncoderConfig.OF_TRANSFORMERS.keySet())
                    .remove("patch");
        }
        return ConfigMapper.writeTree(tree);
    }
}
