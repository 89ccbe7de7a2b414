package io.github.hcsc.train.config;

import io.github.hcsc.data.decode.Exif;
import io.github.hcsc.train.config.AutoConfig.Choice;
import io.github.hcsc.train.config.ObjectiveConfig.Excluded;
import io.github.hcsc.train.config.ObjectiveConfig.Fidelity;
import io.github.hcsc.train.config.ObjectiveConfig.PrototypeNegatives;
import io.github.hcsc.train.text.TimeSpan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The rules behind {@link AutoConfig}; each is a published value or ratio, bent where few images or cores demand it. */
final class AutoSizing {
    private static final int PUBLISHED_BATCH = 256;
    private static final int CPU_BATCH = 64;
    private static final int PUBLISHED_QUEUE = 16384;
    private static final int PUBLISHED_UNIT = 1000;
    private static final int IMAGES_PER_UNIT = 90;
    private static final int SMALLEST_GROUP = 8;

    private final DataFacts data;
    private final Machine machine;
    private final EncoderSizing encoder;
    private final RunLength length;
    private final List<Choice> choices = new ArrayList<>();
    private final double heldOutShare;
    private final int training;
    private final int batch;
    private final int bnGroups;

    AutoSizing(DataFacts data, Machine machine, RunLength length) {
        this.data = data;
        this.machine = machine;
        this.heldOutShare = heldOutShare(data);
        this.training = data.images() - (int) (data.images() * heldOutShare);
        this.length = length;
        this.encoder = EncoderSizing.of(data, machine, length);
        int whole = Integer.highestOneBit(
                Math.max(16, Math.min(machine.gpu() ? PUBLISHED_BATCH : CPU_BATCH, training / 16)));
        int perProcess = (Math.max(2, whole / 32) + machine.processes() - 1) / machine.processes();
        this.bnGroups = perProcess * machine.processes();
        this.batch = bnGroups * Math.max(SMALLEST_GROUP, whole / bnGroups);
    }

    AutoConfig result() {
        PretrainConfig config = new PretrainConfig(
                StockMethod.HCSC,
                data(),
                views(),
                encoder(),
                HcscConfig.PUBLISHED,
                MocoV3Config.PUBLISHED,
                HirlConfig.PUBLISHED,
                queue(),
                prototypes(),
                objective(),
                optimizer(),
                schedule(),
                run());
        return new AutoConfig(config, choices);
    }

    private DataConfig data() {
        chosen(
                "data.heldOutShare",
                heldOutShare,
                data.classes() == 0
                        ? "no class folders, so nothing to measure kNN on"
                        : "of " + data.images() + " images in " + data.classes() + " classes, for kNN");
        long decoded = (long) data.images() * data.side() * data.side() * 4 / 1_000_000 + 1;
        int cache = decoded <= machine.memoryMegabytes() / 8 ? (int) decoded : 0;
        chosen("data.cacheMegabytes", cache, "all decoded images take about " + decoded + " MB");
        chosen("data.exif", "apply", "photos stand upright as people see them");
        return new DataConfig(data.path(), Optional.empty(), heldOutShare, 0, 4, 0.01, cache, List.of(), Exif.APPLY);
    }

    private ViewsConfig views() {
        int side = encoder.imageSize();
        chosen(
                "views.imageSize",
                side,
                "images measure about " + data.side() + " pixels"
                        + (machine.gpu() || data.side() <= side ? "" : "; larger views are for GPUs"));
        boolean tiny = side <= 64;
        ViewsConfig.Recipe recipe = tiny ? ViewsConfig.Recipe.V2_SMALL : ViewsConfig.Recipe.V2;
        chosen("views.recipe", ConfigMapper.word(recipe), tiny ? "no blur in so few pixels" : "as published");
        return new ViewsConfig(
                recipe,
                side,
                0.2,
                1,
                List.of(),
                tiny ? side : side * 8 / 7,
                List.of(0.485, 0.456, 0.406),
                List.of(0.229, 0.224, 0.225));
    }

    private EncoderConfig encoder() {
        chosen(
                "encoder.architecture",
                ConfigMapper.word(encoder.architecture()),
                machine.gpu() ? "for " + data.images() + " images" : "the smallest, for a CPU");
        chosen("encoder.width", encoder.width(), "the widest that " + machine.device() + " trains long enough");
        chosen("encoder.stem", ConfigMapper.word(encoder.stem()), "the small stem is for images of up to 64 pixels");
        chosen(
                "encoder.bnGroups",
                bnGroups,
                "groups of " + batch / bnGroups + " images, "
                        + (machine.processes() == 1
                                ? "as if on several devices"
                                : bnGroups / machine.processes() + " in each of " + machine.processes()
                                        + " processes"));
        return new EncoderConfig(
                encoder.architecture(),
                encoder.width(),
                encoder.stem(),
                128,
                true,
                bnGroups,
                Optional.empty(),
                EncoderConfig.AUTO,
                EncoderConfig.AUTO);
    }

    private QueueConfig queue() {
        int wanted = Math.min(PUBLISHED_QUEUE, Math.max(training / 8, Math.min(training, 1024)));
        int capacity = Math.max(batch, wanted / batch * batch);
        chosen("queue.capacity", capacity, "a multiple of the batch, for " + training + " training images");
        long steps = (long) encoder.epochs() * (training / batch);
        double momentum = steps >= 100_000 ? 0.999 : steps >= 5_000 ? 0.99 : 0.95;
        chosen("queue.keyMomentum", momentum, "for a run of " + steps + " steps");
        return new QueueConfig(capacity, momentum);
    }

    private PrototypesConfig prototypes() {
        List<Integer> counts = counts();
        int first = Math.min(encoder.epochs() - 1, Math.max(1, encoder.epochs() / 10));
        chosen(
                "prototypes.counts",
                counts,
                "about 30 images per finest prototype, at most as many as published; 3:2:1");
        chosen("prototypes.firstClusteringEpoch", first, "a tenth of the run, as published");
        chosen("prototypes.kmeans.mode", "fast", "as good as the published algorithm, sooner");
        return new PrototypesConfig(
                counts,
                first,
                PrototypesConfig.Assignment.EUCLIDEAN,
                0,
                PrototypesConfig.Features.EXTRACTED,
                new PrototypesConfig.KMeans(PrototypesConfig.Mode.FAST, 20, 1, 1000, PrototypesConfig.Seeds.FIXED));
    }

    private List<Integer> counts() {
        int unit = Math.max(1, Math.min(PUBLISHED_UNIT, training / IMAGES_PER_UNIT));
        return unit == 1 ? List.of(3, 2) : List.of(3 * unit, 2 * unit, unit);
    }

    private ObjectiveConfig objective() {
        List<Integer> counts = counts();
        int coarsest = counts.get(counts.size() - 1);
        boolean few = coarsest < 4 * batch / bnGroups;
        PrototypeNegatives negatives = few ? PrototypeNegatives.ALL : PrototypeNegatives.BELOW_LARGEST;
        Excluded excluded = few ? Excluded.OWN : Excluded.BATCH;
        String reason = few
                ? "with " + coarsest + " prototypes the released rule would leave hardly a negative"
                : "as released";
        chosen("objective.prototypeNegatives", ConfigMapper.word(negatives), reason);
        chosen("objective.positivesExcluded", ConfigMapper.word(excluded), reason);
        return new ObjectiveConfig(
                0.2,
                Fidelity.RELEASED,
                ObjectiveConfig.Levels.SUM,
                ObjectiveConfig.Levels.MEAN,
                ObjectiveConfig.Rejected.ZERO_LOGIT,
                negatives,
                excluded,
                new ObjectiveConfig.Selection(
                        true, true, false, ObjectiveConfig.LocalMasks.PROTOTYPES_ALWAYS, 0.999, 1e-4, 1e-3));
    }

    private OptimizerConfig optimizer() {
        chosen(
                "optimizer.batchSize",
                batch,
                "at least 16 steps per epoch where possible, at most "
                        + (machine.gpu() ? PUBLISHED_BATCH + " as published" : CPU_BATCH + " on a CPU"));
        OptimizerConfig optimizer = new OptimizerConfig(batch, machine.gpu() ? 0.03 : 0.06, 0.9, 1e-4);
        chosen(
                "optimizer.baseLearningRate",
                optimizer.baseLearningRate(),
                "per 256 images, so " + optimizer.learningRate() + " for this batch"
                        + (machine.gpu() ? ", as published" : "; twice the published rate, for shorter runs"));
        return optimizer;
    }

    private ScheduleConfig schedule() {
        chosen("schedule.epochs", encoder.epochs(), reasonOfEpochs());
        return new ScheduleConfig(encoder.epochs(), ScheduleConfig.Decay.COSINE, List.of(), 0);
    }

    private String reasonOfEpochs() {
        if (length.asked().isPresent()) {
            return "as asked for";
        }
        if (length.fitting().isPresent()) {
            String time = TimeSpan.inWords(length.time().orElseThrow());
            return encoder.epochs() < length.fitting().getAsInt()
                    ? "more are of little use to " + data.images() + " images; " + time + " would do for more"
                    : "as many as fit into " + time + ", by the pace of steps tried here";
        }
        if (machine.gpu()) {
            return "200 as published, more for fewer than 50,000 images";
        }
        String estimate = "roughly " + TimeSpan.inWords(encoder.time()) + " on " + machine.cores() + " cores";
        EncoderSizing longer = EncoderSizing.longer(data, machine);
        boolean more = length.time().isEmpty() && longer.time().compareTo(encoder.time()) > 0;
        return more
                ? estimate + "; " + TimeSpan.inWords(longer.time()) + " would do for " + longer.epochs()
                        + " epochs of width " + longer.width()
                : estimate;
    }

    private RunConfig run() {
        chosen("run.device", machine.device(), "the device at hand");
        chosen("run.precision", "auto", "bf16 where the device has matrix units for it, else fp32");
        int every = Math.max(1, encoder.epochs() / 20);
        String measured = heldOutShare > 0 ? "kNN and health" : "health; without labels the effective rank decides";
        chosen("run.knn.everyEpochs", every, "about 20 measurements of " + measured + "; the best weights stay");
        return new RunConfig(
                0,
                machine.device(),
                RunConfig.Precision.AUTO,
                true,
                false,
                RunConfig.Distributed.AUTO,
                MicroBatch.WHOLE,
                10,
                new RunConfig.Checkpoints(500, every, 3),
                new RunConfig.Prototypes(0),
                new RunConfig.Knn(every, machine.gpu() ? 100_000 : 5_000, 20, 0.07));
    }

    /** A tenth, but at most about 2,000 images; nothing of very small or unlabelled folders. */
    private static double heldOutShare(DataFacts data) {
        if (data.classes() < 2 || data.images() < 100) {
            return 0;
        }
        return Math.min(0.1, Math.max(0.001, Math.round(2_000_000.0 / data.images()) / 1000.0));
    }

    private void chosen(String key, Object value, String reason) {
        choices.add(new Choice(key, value.toString(), reason));
    }
}
