package io.github.hcsc.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hcsc.core.HcscObjective;
import io.github.hcsc.core.LevelReduction;
import io.github.hcsc.core.LocalSelection;
import io.github.hcsc.core.PrototypeCandidates;
import io.github.hcsc.core.PrototypeCandidates.Excluded;
import io.github.hcsc.core.PrototypeCandidates.Range;
import io.github.hcsc.core.loss.InfoNce;
import io.github.hcsc.core.loss.InfoNce.Rejected;
import io.github.hcsc.core.method.HcscMethod;
import io.github.hcsc.core.prototype.HierarchicalKMeans;
import io.github.hcsc.core.prototype.HierarchicalKMeans.AssignmentRule;
import io.github.hcsc.core.prototype.HierarchicalKMeans.SeedPolicy;
import io.github.hcsc.core.prototype.KMeans;
import io.github.hcsc.core.selection.NegativeSelector;
import io.github.hcsc.core.selection.SemanticSelector;
import io.github.hcsc.data.augment.ViewRecipes;
import io.github.hcsc.train.config.PretrainConfig;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** From keys of a configuration to the objects whose numbers the golden tests of hcsc-core pin. */
final class ComponentsTest {

    private static Components components(String recipe, String... settings) {
        return Components.of(
                PretrainConfig.read(Path.of("../configs", recipe + ".yaml")).with(settings));
    }

    @ParameterizedTest
    @ValueSource(strings = {"hcsc-single-200", "hcsc-single-400", "hcsc-single-800"})
    void publishedSingleCropRecipesAreTheReleasedMethod(String recipe) {
        Components components = components(recipe);

        assertThat(objective(components)).isEqualTo(released(LocalSelection.PROTOTYPES));
        assertThat(components.clusterer())
                .usingRecursiveComparison()
                .ignoringFields("algorithm.progress")
                .isEqualTo(HierarchicalKMeans.released(List.of(3000, 2000, 1000), .2f));
        assertThat(components.views()).isEqualTo(List.of(ViewRecipes.mocoV2(224), ViewRecipes.mocoV2(224)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"hcsc-multi-200", "hcsc-multi-400", "hcsc-multi-800"})
    void publishedMultiCropRecipesSelectForLocalViewsToo(String recipe) {
        Components components = components(recipe);

        assertThat(objective(components)).isEqualTo(released(LocalSelection.BOTH));
        assertThat(components.views()).isEqualTo(ViewRecipes.multiCrop());
    }

    @Test
    void fidelityPaperIsTheDescribedMethod() {
        Components components = components("hcsc-multi-200", "objective.fidelity=paper");

        assertThat(objective(components))
                .isEqualTo(new HcscObjective(
                        .2,
                        new SemanticSelector(0, 1, 0),
                        new SemanticSelector(0, 1, 0),
                        LocalSelection.BOTH,
                        new InfoNce(Rejected.REMOVED),
                        PrototypeCandidates.ALL_OTHERS,
                        LevelReduction.MEAN));
        assertThat(components.clusterer())
                .usingRecursiveComparison()
                .ignoringFields("algorithm.progress")
                .isEqualTo(new HierarchicalKMeans(
                        List.of(3000, 2000, 1000),
                        KMeans.PUBLISHED,
                        AssignmentRule.MOST_SIMILAR_PROTOTYPE,
                        10,
                        SeedPolicy.LEVEL_AND_EPOCH,
                        .2f));
    }

    @ParameterizedTest
    @CsvSource({
        "released, true, BOTH",
        "released, false, PROTOTYPES",
        "paper, true, BOTH",
        "paper, false, NONE",
    })
    void oneKeyGovernsLocalViewsOnlyInThePaper(String fidelity, boolean local, LocalSelection expected) {
        Components components =
                components("hcsc-multi-200", "objective.fidelity=" + fidelity, "objective.selection.local=" + local);

        assertThat(objective(components).localSelection()).isEqualTo(expected);
    }

    @Test
    void everyQuirkHasAKeyOfItsOwn() {
        HcscObjective released = released(LocalSelection.BOTH);

        assertThat(objective("objective.rejectedNegatives=removed").loss()).isEqualTo(new InfoNce(Rejected.REMOVED));
        assertThat(objective("objective.instanceLevels=mean").instanceLevels()).isEqualTo(LevelReduction.MEAN);
        assertThat(objective("objective.prototypeNegatives=all").candidates())
                .isEqualTo(new PrototypeCandidates(Range.ALL, Excluded.BATCH));
        assertThat(objective("objective.positivesExcluded=own").candidates())
                .isEqualTo(new PrototypeCandidates(Range.BELOW_LARGEST, Excluded.OWN));
        assertThat(objective("objective.selection.maximumKeep=1.0").instances())
                .isEqualTo(new SemanticSelector(0, 1, 1e-3));
        assertThat(objective("objective.selection.minimumPrototypeKeep=0.0").prototypes())
                .isEqualTo(new SemanticSelector(0, .999, 0));
        assertThat(objective("objective.selection.minimumInstanceDensity=0.0").instances())
                .isEqualTo(new SemanticSelector(0, .999, 0));
        assertThat(objective()).isEqualTo(released);
    }

    @Test
    void withoutInstanceSelectionThereIsOneInstanceLossHoweverManyLevels() {
        HcscObjective objective = objective("objective.selection.instance=false");

        assertThat(objective.instances()).isSameAs(NegativeSelector.KEEP_ALL);
        assertThat(objective.instanceLevels()).isEqualTo(LevelReduction.MEAN);
        assertThat(objective("objective.selection.instance=false", "objective.unselectedLevels=sum")
                        .instanceLevels())
                .isEqualTo(LevelReduction.SUM);
    }

    private static HcscObjective objective(String... settings) {
        return objective(components("hcsc-multi-200", settings));
    }

    private static HcscObjective objective(Components components) {
        return ((HcscMethod) components.method()).objective();
    }

    private static HcscObjective released(LocalSelection local) {
        return new HcscObjective(
                .2,
                new SemanticSelector(0, .999, 1e-3),
                new SemanticSelector(1e-4, .999, 0),
                local,
                new InfoNce(Rejected.ZERO_LOGIT),
                PrototypeCandidates.RELEASED,
                LevelReduction.SUM);
    }
}
