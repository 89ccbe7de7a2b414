package io.github.hcsc.train.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.hcsc.data.decode.Exif;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ConfigReaderTest {
    private static final String SMOKE = Recipes.find("smoke").orElseThrow();

    @Test
    void readsWhatItWrites() {
        for (String name : Recipes.NAMES) {
            PretrainConfig config = parse(Recipes.find(name).orElseThrow());

            assertThat(parse(config.toYaml())).as(name).isEqualTo(config);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "true",
                "yes",
                "~",
                "none",
                "1",
                "1e5",
                "0x1f",
                "0777",
                "1_000",
                ".5",
                "+1",
                "1:20",
                "2026-11-25",
                "=",
                "<<",
                "- x",
                "-",
                "*x",
                "&x",
                "!x",
                "@x",
                "`x",
                "%x",
                "'x",
                "\"x",
                "|",
                ">",
                "?",
                "? x",
                "a: b",
                "a:",
                "a #b",
                "#a",
                "[x",
                "{x",
                "x,y",
                "x ",
                " x",
                "\u00e9\u4e2d\ud83d\ude00",
                "a\tb",
                "a\nb",
                "C:\\x\\n"
            })
    void keepsAnyPathThroughYaml(String path) {
        PretrainConfig smoke = parse(SMOKE);
        DataConfig data = new DataConfig(Path.of(path), Optional.empty(), 0, 0, 1, 0, 0, List.of(), Exif.IGNORE);
        PretrainConfig config = new PretrainConfig(
                StockMethod.HCSC,
                data,
                smoke.views(),
                smoke.encoder(),
                smoke.hcsc(),
                smoke.mocoV3(),
                smoke.hirl(),
                smoke.queue(),
                smoke.prototypes(),
                smoke.objective(),
                smoke.optimizer(),
                smoke.schedule(),
                smoke.run());

        assertThat(parse(config.toYaml())).isEqualTo(config);
    }

    @Test
    void keepsExtremeNumbersThroughYaml() {
        PretrainConfig config =
                parse(SMOKE).with("optimizer.weightDecay=1e-7", "objective.temperature=1.0E-5", "queue.keyMomentum=1");

        assertThat(parse(config.toYaml())).isEqualTo(config);
        assertThat(config.optimizer().weightDecay()).isEqualTo(1e-7);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            capacity: 64        | capacity: -1         | @:3: queue.capacity must be at least 1, but was -1
            capacity: 64        | capacity: 65         | @:3: queue.capacity must be a multiple of optimizer.batchSize 32, but was 65
            capacity: 64        | capacity: many       | @:3: queue.capacity must be a whole number of at most 2147483647, but was "many"
            capacity: 64        | capacity: 64.5       | @:3: queue.capacity must be a whole number of at most 2147483647, but was 64.5
            capacity: 64        | capacity: "64"       | @:3: queue.capacity must be a whole number of at most 2147483647, but was "64"
            capacity: 64        | capacity: null       | @:3: queue.capacity must be a whole number of at most 2147483647, but was null
            capacity: 64        | capacity: 99999999999 | @:3: queue.capacity must be a whole number of at most 2147483647, but was 99999999999
            capacity: 64        | capacity: [64]       | @:3: queue.capacity must be a whole number of at most 2147483647, but was [64]
            keyMomentum: 0.9    | keyMomentum: NaN     | @:3: queue.keyMomentum must lie between 0 and 1, but was NaN
            counts: [12, 6, 3]  | counts: [12, 6, 7]   | @:3: prototypes.counts must not grow from the finest level to the coarsest, but was [12, 6, 7]
            counts: [12, 6, 3]  | counts: [12, x]      | @:16: prototypes.counts.1 must be a whole number of at most 2147483647, but was "x"
            counts: [12, 6, 3]  | counts: 12           | @:3: prototypes.counts must be a list, but was 12
            recipe: v2          | recipe: v4           | @:3: views.recipe must be one of v1, v2, v2-small, v3, v3-solarize, v3-small, v3-small-solarize, but was "v4"
            mlpHead: true       | mlpHead: 1           | @:3: encoder.mlpHead must be true or false, but was 1
            decay: cosine       | decay: 1             | @:3: schedule.decay must be one of cosine, step, but was 1
            milestones: []      | milestones: [1]      | @:3: schedule.milestones must be empty for decay: cosine, but was [1]
            seed: 0             | precision: fp16      | @:3: run.precision must be one of auto, fp32, bf16, but was "fp16"
            device: auto        | device: tpu          | @:3: run.device must be auto, cpu or gpu<number>, but was tpu
            path: images        | path: ""             | @:3: data.path must be text, but was ""
            path: images        | path: 12             | @:3: data.path must be text, but was 12
            heldOut: none       | heldOut: [a]         | @:3: data.heldOut must be text, but was ["a"]
            bnGroups: 2         | bnGroups: 32         | @:3: encoder.bnGroups must split optimizer.batchSize 32 into equal groups of at least 2, but was 32
            evaluationResize: 32 | evaluationResize: 31 | @:3: views.evaluationResize must be at least imageSize 32, but was 31
            firstClusteringEpoch: 1 | firstClusteringEpoch: 2 | @:3: prototypes.firstClusteringEpoch must lie below schedule.epochs 2, or prototypes never take part (prototypes.counts: [] trains without them), but was 2
            """)
    void refusesWithPlaceKeyAndReason(String line, String replacement, String message) {
        assertThat(SMOKE).contains(line);
        String place =
                "x.yaml:" + SMOKE.substring(0, SMOKE.indexOf(line)).lines().count();

        assertThatThrownBy(() -> parse(SMOKE.replace(line, replacement)))
                .isInstanceOf(ConfigException.class)
                .hasMessage(message.replace("@", place));
    }

    @Test
    void refusesOddBatchesInNarrowNetworks() {
        assertThatThrownBy(() -> parse(SMOKE)
                        .with(
                                "encoder.width=0.125",
                                "encoder.bnGroups=1",
                                "optimizer.batchSize=31",
                                "queue.capacity=62"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("optimizer.batchSize must be even with encoder.width below 0.25");
    }

    @Test
    void namesMissingKeysAndWhatWasGivenInstead() {
        assertThatThrownBy(() -> parse(SMOKE.replace("capacity: 64", "capacty: 64")))
                .isInstanceOf(ConfigException.class)
                .hasMessageMatching(
                        "x.yaml:\\d+:1: queue.capacity is missing; given are capacty, keyMomentum, momentumSchedule");
    }

    @Test
    void namesUnknownKeysAndTheKnownOnes() {
        assertThatThrownBy(() -> parse(SMOKE.replace("capacity: 64", "capacity: 64\n  size: 3")))
                .isInstanceOf(ConfigException.class)
                .hasMessageMatching(
                        "x.yaml:\\d+:3: queue.size is not a known key; known are capacity, keyMomentum, momentumSchedule");
    }

    @Test
    void pointsAtTheOneOfTwoValuesThatMustChange() {
        assertThatThrownBy(() -> parse(SMOKE.replace("heldOut: none", "heldOut: test")))
                .isInstanceOf(ConfigException.class)
                .hasMessageMatching("x.yaml:6:3: data.heldOutShare must be 0 when heldOut is a folder, but was 0.2");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            'just words'               | x.yaml:1:1: a configuration must be keys and values
            ''                         | x.yaml:1:1: a configuration must be keys and values
            'a: &x [1]'                | x.yaml:1:4: anchors, aliases and tags must not be used here
            'a: !!java.net.URL [x]'    | x.yaml:1:4: anchors, aliases and tags must not be used here
            'a.b: 1'                   | x.yaml:1:1: a key must not contain . or /, but was a.b
            """)
    void refusesWhatIsNoPlainDocument(String yaml, String message) {
        assertThatThrownBy(() -> parse(yaml))
                .isInstanceOf(ConfigException.class)
                .hasMessage(message);
    }

    @Test
    void refusesAKeyGivenTwice() {
        assertThatThrownBy(() -> parse("queue: 1\nqueue: 2\n"))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("x.yaml:2:")
                .hasMessageContaining("Duplicate field 'queue'");
    }

    @Test
    void refusesSecondDocuments() {
        assertThatThrownBy(() -> parse(SMOKE + "---\na: 1\n"))
                .isInstanceOf(ConfigException.class)
                .hasMessageEndingWith("a configuration must be a single document");
    }

    @Test
    void refusesHugeAndDeepAndBrokenText() {
        assertThatThrownBy(() -> parse("a".repeat(300_000)))
                .hasMessage("x.yaml must be at most 262144 characters long, but has 300000; is it a configuration?");
        assertThatThrownBy(() -> parse("a: " + "[".repeat(100))).isInstanceOf(ConfigException.class);
        assertThatThrownBy(() -> parse("a: [1\nb: 2"))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("x.yaml:2:2: not valid YAML");
    }

    @Test
    void readsFilesAndNamesThemInMessages(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("mine.yaml"), SMOKE.replace("capacity: 64", "capacity: 63"));

        assertThatThrownBy(() -> PretrainConfig.read(file)).hasMessageStartingWith(file + ":28:3: queue.capacity");
        assertThatThrownBy(() -> PretrainConfig.read(folder.resolve("other.yaml")))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith(
                        folder.resolve("other.yaml") + " does not exist, and is no recipe; recipes are ");
        assertThat(PretrainConfig.read(Path.of("smoke"))).isEqualTo(parse(SMOKE));
    }

    @Test
    void filesFromBeforeTheseKeysReadImagesAsTheyDid() {
        DataConfig data = parse(SMOKE).data();

        assertThat(SMOKE).doesNotContain("exif:").doesNotContain("exclude:");
        assertThat(data.exif()).isEqualTo(Exif.IGNORE);
        assertThat(data.exclude()).isEmpty();
        DataConfig changed =
                parse(SMOKE, "data.exif=apply", "data.exclude=['*.bak', raw/*]").data();
        assertThat(changed.exif()).isEqualTo(Exif.APPLY);
        assertThat(changed.exclude()).containsExactly("*.bak", "raw/*");
    }

    @Test
    void settingsReplaceValuesOfAnyType() {
        PretrainConfig config = parse(
                SMOKE,
                "schedule.epochs=7",
                "queue.keyMomentum=0.5",
                "prototypes.counts=[9, 5]",
                "data.path=my folder",
                "data.heldOut=none",
                "views.localCrops=[{count: 2, size: 16, minScale: 0.05, maxScale: 0.2}]");

        assertThat(config.schedule().epochs()).isEqualTo(7);
        assertThat(config.queue().keyMomentum()).isEqualTo(0.5);
        assertThat(config.prototypes().counts()).containsExactly(9, 5);
        assertThat(config.data().path()).isEqualTo(Path.of("my folder"));
        assertThat(config.views().localViews()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            schedule.epoch=7    | setting schedule.epoch=7: schedule.epoch is not a known key; known are decay, epochs, finalLearningRate, milestones, perStep, warmupEpochs
            schedule.epochs=1.5 | setting schedule.epochs=1.5: schedule.epochs must be a whole number of at most 2147483647, but was 1.5
            schedule.epochs=0   | setting schedule.epochs=0: schedule.epochs must be at least 1, but was 0
            queue=3             | a setting must be key=value, for example schedule.epochs=10, but was queue=3
            schedule.epochs     | a setting must be key=value, for example schedule.epochs=10, but was schedule.epochs
            run.seed.x=3        | setting run.seed.x=3: run.seed must be a whole number of at most 2147483647, but was {"x":3}
            """)
    void settingsAreRefusedLikeFiles(String setting, String message) {
        assertThatThrownBy(() -> parse(SMOKE, setting))
                .isInstanceOf(ConfigException.class)
                .hasMessage(message);
    }

    @Test
    void fidelityGivesTheKeysThatAreMissing() {
        String shortened = SMOKE.replaceAll("(?m)^ +(instanceLevels|rejectedNegatives|maximumKeep|seeds):.*\n", "");

        PretrainConfig paper = parse(shortened);
        PretrainConfig released = parse(shortened.replace("fidelity: paper", "fidelity: released"));

        assertThat(paper.objective().instanceLevels()).isEqualTo(ObjectiveConfig.Levels.MEAN);
        assertThat(paper.objective().selection().maximumKeep()).isEqualTo(1);
        assertThat(paper.prototypes().kmeans().seeds()).isEqualTo(PrototypesConfig.Seeds.PER_EPOCH);
        assertThat(released.objective().instanceLevels()).isEqualTo(ObjectiveConfig.Levels.SUM);
        assertThat(released.objective().rejectedNegatives()).isEqualTo(ObjectiveConfig.Rejected.ZERO_LOGIT);
        assertThat(released.objective().selection().maximumKeep()).isEqualTo(0.999);
        assertThat(released.objective().positivesExcluded())
                .as("explicit key wins")
                .isEqualTo(ObjectiveConfig.Excluded.OWN);
    }

    @Test
    void aFidelitySettingBeatsTheFilesKeysButNotOtherSettings() {
        PretrainConfig config = parse(SMOKE, "objective.instanceLevels=mean", "objective.fidelity=released");

        assertThat(config.objective().instanceLevels()).isEqualTo(ObjectiveConfig.Levels.MEAN);
        assertThat(config.objective().positivesExcluded()).isEqualTo(ObjectiveConfig.Excluded.BATCH);
        assertThat(config.prototypes().assignment()).isEqualTo(PrototypesConfig.Assignment.EUCLIDEAN);
        assertThat(config.prototypes().kmeans().mode())
                .as("not a matter of fidelity")
                .isEqualTo(PrototypesConfig.Mode.FAST);
    }

    @Test
    void writesEveryResolvedKey() {
        String yaml = parse(SMOKE).toYaml();

        assertThat(yaml)
                .contains("fidelity: paper", "rejectedNegatives: removed", "heldOut: none", "minimumClusterSize: 0");
    }

    private static PretrainConfig parse(String yaml, String... settings) {
        return ConfigReader.parse(yaml, "x.yaml", List.of(settings));
    }

    private static String mocoV2() {
        PretrainConfig smoke = PretrainConfig.read(Path.of("../configs/smoke.yaml"));
        return smoke.toYaml()
                .replace("method: hcsc", "method: moco-v2")
                .replaceAll("(?s)hcsc:\n.*?queue:", "queue:")
                .replaceAll("(?s)prototypes:.*?objective:", "objective:")
                .replaceAll("(?s)  fidelity:.*?optimizer:", "optimizer:");
    }

    @Test
    void aMethodHasNoHierarchyIfItDoesNotReadOne() {
        PretrainConfig config = PretrainConfig.parse(mocoV2(), "moco");

        assertThat(config.prototypes().counts()).isEmpty();
        assertThat(config.objective().temperature()).isEqualTo(0.2);
        assertThat(config.toYaml()).doesNotContain("counts:", "selection").contains("temperature");
        assertThat(PretrainConfig.parse(config.toYaml(), "again")).isEqualTo(config);
        assertThat(config.with("schedule.epochs=7").schedule().epochs()).isEqualTo(7);
    }

    @Test
    void hirlReadsWhatItsOtherMethodReads() {
        PretrainConfig smoke = PretrainConfig.parse(SMOKE, "smoke");
        PretrainConfig third = smoke.with("method=hirl", "hirl.image=moco-v3");

        assertThat(third.hasQueue()).isFalse();
        assertThat(third.toYaml()).contains("hiddenWidth: 4096", "counts:").doesNotContain("queue:", "selection:");
        assertThat(PretrainConfig.parse(third.toYaml(), "again")).isEqualTo(third);
        assertThat(smoke.with("method=hirl").hasQueue()).isTrue();
        assertThat(smoke.with("method=hirl").toYaml()).doesNotContain("mocoV3");
        assertThat(smoke.toYaml()).doesNotContain("hirl", "mocoV3");
        assertThatThrownBy(() -> smoke.with("method=hirl", "hirl.image=hcsc"))
                .hasMessageContaining("hirl.image must be moco-v2, moco-v3 or simclr, but was hcsc");
        assertThatThrownBy(() -> smoke.with("method=hirl", "prototypes.counts=[]"))
                .hasMessageContaining("prototypes.counts must have a level with method hirl");
        assertThatThrownBy(() -> smoke.with("hirl.negatives=3"))
                .hasMessageContaining("hirl.negatives must be left out, since method hcsc does not read it");
        assertThatThrownBy(() -> third.with("encoder.mlpHead=false"))
                .hasMessageContaining("encoder.mlpHead must be true with MoCo v3");
    }

    @Test
    void viewsHaveChainsOfTheirOwn() {
        PretrainConfig smoke = PretrainConfig.parse(SMOKE, "smoke");
        PretrainConfig pair = smoke.with("views.recipe=[v3-small, v3-small-solarize]");
        PretrainConfig three = smoke.with("views.recipe=[v3, v3-solarize, v2]");

        assertThat(pair.views().recipe().local()).isEqualTo(ViewsConfig.Recipe.V3_SMALL);
        assertThat(three.views().recipe().local()).isEqualTo(ViewsConfig.Recipe.V2);
        for (PretrainConfig config : new PretrainConfig[] {smoke, pair, three}) {
            assertThat(PretrainConfig.parse(config.toYaml(), "again")).isEqualTo(config);
            assertThat(ViewsConfig.parse(config.views().toYaml(), "views")).isEqualTo(config.views());
        }
        assertThatThrownBy(() -> smoke.with("views.recipe=[v3]"))
                .hasMessageContaining("views.recipe must be one chain, or two or three in a list");
    }

    @Test
    void aKeyThatTheMethodDoesNotReadIsRefusedByName() {
        String yaml = mocoV2() + "prototypes:\n  counts: [10]\n";

        assertThatThrownBy(() -> PretrainConfig.parse(yaml, "moco.yaml"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("moco.yaml:")
                .hasMessageContaining("prototypes.counts must be left out, since method moco-v2 does not read it");
        assertThatThrownBy(() -> PretrainConfig.parse(mocoV2(), "moco.yaml").with("objective.selection.local=true"))
                .hasMessageContaining(
                        "setting objective.selection.local=true: objective.selection.local must be left out");
        assertThatThrownBy(() -> parse(SMOKE).with("method=simclr", "queue.capacity=64"))
                .hasMessage(
                        "setting queue.capacity=64: queue.capacity must be left out, since method simclr does not read it");
    }

    @Test
    void aSettingOfTheMethodLeavesOutWhatTheFileSaysForAnother() {
        PretrainConfig smoke = parse(SMOKE);
        PretrainConfig simclr = smoke.with("method=simclr", "objective.temperature=0.5");

        assertThat(smoke.with("method=moco-v2")).isEqualTo(PretrainConfig.parse(mocoV2(), "moco"));
        assertThat(simclr.hasQueue()).isFalse();
        assertThat(simclr.prototypes().counts()).isEmpty();
        assertThat(simclr.toYaml()).contains("temperature: 0.5").doesNotContain("queue:", "counts:");
        assertThat(PretrainConfig.parse(simclr.toYaml(), "again")).isEqualTo(simclr);
    }

    @Test
    void hcscOnTheBatchReadsNoKeyOfAQueue() {
        PretrainConfig smoke = parse(SMOKE);
        PretrainConfig batch = smoke.with("hcsc.base=batch");

        assertThat(smoke.hasQueue()).isTrue();
        assertThat(batch.hasQueue()).isFalse();
        assertThat(batch.prototypes()).isEqualTo(smoke.prototypes());
        assertThat(batch.toYaml()).contains("base: batch").doesNotContain("queue:");
        assertThat(PretrainConfig.parse(batch.toYaml(), "again")).isEqualTo(batch);
        assertThatThrownBy(() -> batch.with("queue.keyMomentum=0.9"))
                .hasMessageContaining("queue.keyMomentum must be left out, since hcsc.base batch does not read it");
        assertThatThrownBy(() -> batch.with("prototypes.features=gathered"))
                .hasMessageContaining("prototypes.features must be extracted without a queue");
        assertThatThrownBy(() -> PretrainConfig.parse(mocoV2(), "moco").with("hcsc.prototypeWeight=2"))
                .hasMessageContaining("hcsc.prototypeWeight must be left out, since method moco-v2 does not read it");
    }

    @Test
    void onlyAMethodWithoutAQueueHasNone() {
        assertThatThrownBy(() -> parse(SMOKE).with("queue.capacity=0"))
                .hasMessageContaining("queue.capacity must be at least 1, but was 0");
    }
}
