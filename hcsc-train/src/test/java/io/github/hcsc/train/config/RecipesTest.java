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
                            || line.matches(" +.* # \\S.*")
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
