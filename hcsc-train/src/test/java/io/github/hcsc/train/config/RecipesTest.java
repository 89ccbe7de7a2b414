package io.github.hcsc.train.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.hcsc.train.config.ObjectiveConfig.Fidelity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RecipesTest {
    private static final Path FOLDER = Path.of("..", "configs");

    @ParameterizedTest
    @CsvSource({
        "hcsc-single-200, 200, 20, 0",
        "hcsc-single-400, 400, 20, 0",
        "hcsc-single-800, 800, 80, 0",
        "hcsc-multi-200, 200, 20, 4",
        "hcsc-multi-400, 400, 20, 4",
        "hcsc-multi-800, 800, 80, 4",
    })
    void publishedRecipesHoldThePublishedValues(String name, int epochs, int firstClustering, int localViews) {
        PretrainConfig config = PretrainConfig.read(FOLDER.resolve(name + ".yaml"));

        assertThat(config.schedule()).isEqualTo(new ScheduleConfig(epochs, ScheduleConfig.Decay.COSINE, List.of(), 0));
        assertThat(config.encoder())
                .isEqualTo(new EncoderConfig(
                        EncoderConfig.Architecture.RESNET50,
                        1,
                        EncoderConfig.Stem.IMAGENET,
                        128,
                        true,
                        8,
                        Optional.empty(),
                        EncoderConfig.AUTO,
                        EncoderConfig.AUTO));
        assertThat(config.optimizer()).isEqualTo(new OptimizerConfig(256, 0.03, 0.9, 1e-4));
        assertThat(config.optimizer().learningRate()).isEqualTo(0.03);
        assertThat(config.optimizer().batchSize() / config.encoder().bnGroups()).isEqualTo(32);
        assertThat(config.queue()).isEqualTo(new QueueConfig(16384, 0.999));
        assertThat(config.prototypes())
                .isEqualTo(new PrototypesConfig(
                        List.of(3000, 2000, 1000),
                        firstClustering,
                        PrototypesConfig.Assignment.EUCLIDEAN,
                        0,
                        PrototypesConfig.Features.EXTRACTED,
                        new PrototypesConfig.KMeans(
                                PrototypesConfig.Mode.FAITHFUL, 20, 5, 1000, PrototypesConfig.Seeds.FIXED)));
        assertThat(config.objective())
                .isEqualTo(new ObjectiveConfig(
                        0.2,
                        Fidelity.RELEASED,
                        ObjectiveConfig.Levels.SUM,
                        ObjectiveConfig.Levels.MEAN,
                        ObjectiveConfig.Rejected.ZERO_LOGIT,
                        ObjectiveConfig.PrototypeNegatives.BELOW_LARGEST,
                        ObjectiveConfig.Excluded.BATCH,
                        new ObjectiveConfig.Selection(
                                true,
                                true,
                                localViews > 0,
                                ObjectiveConfig.LocalMasks.PROTOTYPES_ALWAYS,
                                0.999,
                                1e-4,
                                1e-3)));
        assertThat(config.views())
                .isEqualTo(new ViewsConfig(
                        ViewsConfig.Recipe.V2,
                        224,
                        0.2,
                        1,
                        localViews == 0 ? List.of() : publishedLocalCrops(),
                        256,
                        List.of(0.485, 0.456, 0.406),
                        List.of(0.229, 0.224, 0.225)));
        assertThat(config.views().localViews()).isEqualTo(localViews);
        assertThat(config.run().knn().temperature()).isEqualTo(0.07);
    }

    @ParameterizedTest
    @CsvSource({"small, 300", "base, 300"})
    void mocoV3HasItsPublishedValues(String size, int epochs) {
        PretrainConfig config = PretrainConfig.recipe("moco-v3-vit-" + size + "-" + epochs);

        assertThat(config.method()).isEqualTo(StockMethod.MOCO_V3);
        assertThat(config.mocoV3()).isEqualTo(MocoV3Config.PUBLISHED);
        assertThat(config.encoder().heads()).isEqualTo(12);
        assertThat(config.encoder().patchProjection()).isEqualTo(EncoderConfig.PatchProjection.FROZEN);
        assertThat(config.encoder().dimension()).isEqualTo(256);
        assertThat(config.optimizer().learningRate()).isEqualTo(1.5e-4 * 16);
        assertThat(config.optimizer().weightDecay()).isEqualTo(0.1);
        assertThat(config.schedule())
                .isEqualTo(new ScheduleConfig(epochs, ScheduleConfig.Decay.COSINE, List.of(), 0, 40, true));
        assertThat(config.views().recipe())
                .isEqualTo(
                        new ViewChains(ViewsConfig.Recipe.V3, ViewsConfig.Recipe.V3_SOLARIZE, ViewsConfig.Recipe.V3));
        assertThat(config.views().minScale()).isEqualTo(0.08);
        assertThat(PretrainConfig.parse(config.toYaml(), "again")).isEqualTo(config);
    }

    @ParameterizedTest
    @CsvSource({
        "hirl-moco-v2-200, MOCO_V2, 1000, 2, 1000, 20, 200",
        "hirl-moco-v3-vit-base-400, MOCO_V3, 100, 5, 5000, 40, 400"
    })
    void hirlHasItsPublishedValues(
            String name, StockMethod image, int negatives, int layers, int coarsest, int first, int epochs) {
        PretrainConfig config = PretrainConfig.recipe(name);

        assertThat(config.method()).isEqualTo(StockMethod.HIRL);
        assertThat(config.hirl()).isEqualTo(new HirlConfig(image, negatives, layers));
        assertThat(config.prototypes().counts()).containsExactly(30_000, 10_000, coarsest);
        assertThat(config.prototypes().firstClusteringEpoch()).isEqualTo(first);
        assertThat(config.prototypes().assignment()).isEqualTo(PrototypesConfig.Assignment.EUCLIDEAN);
        assertThat(config.schedule().epochs()).isEqualTo(epochs);
        assertThat(PretrainConfig.parse(config.toYaml(), "again")).isEqualTo(config);
    }

    @ParameterizedTest
    @CsvSource({
        "hcsc-single-200, hcsc, HCSC",
        "smoke, moco-v2, MoCo v2",
        "smoke, simclr, SimCLR",
        "moco-v3-vit-small-300, moco-v3, MoCo v3",
        "hirl-moco-v2-200, hirl, HIRL"
    })
    void tellsWhatItsMethodIsCalled(String recipe, String method, String name) {
        assertThat(PretrainConfig.recipe(recipe).with("method=" + method).methodName())
                .isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource({"queue, MoCo v2", "batch, SimCLR"})
    void hcscWithoutPrototypesIsCalledAfterWhatItContrasts(String base, String name) {
        assertThat(PretrainConfig.recipe("smoke")
                        .with("hcsc.base=" + base, "prototypes.counts=[]")
                        .methodName())
                .isEqualTo(name);
    }

    @Test
    void isOneCallByItsName() {
        assertThat(PretrainConfig.recipe("smoke")).isEqualTo(PretrainConfig.read(FOLDER.resolve("smoke.yaml")));
        assertThatThrownBy(() -> PretrainConfig.recipe("smok"))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("a recipe must be one of hcsc-single-200, ")
                .hasMessageEndingWith(", but was smok");
    }

    @Test
    void everyValueOfARecipeHasAReason() throws Exception {
        for (String name : Recipes.NAMES) {
            assertThat(Files.readAllLines(FOLDER.resolve(name + ".yaml")))
                    .as(name)
                    .allMatch(line -> line.startsWith("#")
                            || line.endsWith(":")
                            || line.matches("( +|method: ).* # \\S.*")
                            || line.matches("[a-z]+:"));
        }
    }

    @Test
    void everyFileIsARecipeAndEveryRecipeAFile() throws Exception {
        try (var files = Files.list(FOLDER)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(
                            Recipes.NAMES.stream().map(name -> name + ".yaml").toList());
        }
    }

    @Test
    void fidelityAloneGivesTheKeysThatThePublishedRecipesRepeat() {
        PretrainConfig published = PretrainConfig.read(FOLDER.resolve("hcsc-single-200.yaml"));

        assertThat(published.with("objective.fidelity=released")).isEqualTo(published);
        assertThat(published.with("objective.fidelity=paper")).isNotEqualTo(published);
    }

    private static List<ViewsConfig.LocalCrops> publishedLocalCrops() {
        return List.of(
                new ViewsConfig.LocalCrops(1, 192, 0.172, 0.86),
                new ViewsConfig.LocalCrops(1, 160, 0.143, 0.715),
                new ViewsConfig.LocalCrops(1, 128, 0.114, 0.571),
                new ViewsConfig.LocalCrops(1, 96, 0.086, 0.429));
    }
}
