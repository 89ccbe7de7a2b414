package io.github.hcsc.train.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.hcsc.data.decode.Exif;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AutoConfigTest {
    private static final Machine LAPTOP = new Machine("cpu", 2, 16_000);
    private static final Machine SERVER = new Machine("gpu0", 16, 128_000);

    @ParameterizedTest
    @ValueSource(ints = {32, 33, 64, 100, 179, 200, 999, 2_700, 10_000, 50_000, 123_457, 1_281_167, 100_000_000})
    void givesAUsableConfigurationForAnyNumberOfImages(int images) {
        for (Machine machine : List.of(LAPTOP, SERVER)) {
            for (int side : List.of(8, 28, 32, 64, 65, 224, 3000)) {
                for (int classes : List.of(0, 1, 10, 1000)) {
                    PretrainConfig config = AutoConfig.size(new DataFacts(Path.of("x"), images, side, classes), machine)
                            .config();

                    assertThat(config.optimizer().batchSize()).isLessThanOrEqualTo(images);
                    assertThat(config.queue().capacity()).isLessThanOrEqualTo(Math.min(16384, images));
                    assertThat(config.prototypes().counts().get(0)).isLessThanOrEqualTo(Math.max(6, images / 30));
                    assertThat(ConfigReader.parse(config.toYaml(), "auto", List.of()))
                            .isEqualTo(config);
                }
            }
        }
    }

    @Test
    void isThePublishedRecipeOnImageNetWithAGpu() {
        PretrainConfig auto = AutoConfig.size(new DataFacts(Path.of("imagenet/train"), 1_281_167, 375, 0), SERVER)
                .config();
        PretrainConfig published = PretrainConfig.read(Path.of("hcsc-single-200"));

        assertThat(auto.encoder()).isEqualTo(published.encoder());
        assertThat(auto.views()).isEqualTo(published.views());
        assertThat(auto.optimizer()).isEqualTo(published.optimizer());
        assertThat(auto.schedule()).isEqualTo(published.schedule());
        assertThat(auto.queue()).isEqualTo(published.queue());
        assertThat(auto.objective()).isEqualTo(published.objective());
        assertThat(auto.prototypes().counts()).isEqualTo(published.prototypes().counts());
        assertThat(auto.prototypes().firstClusteringEpoch())
                .isEqualTo(published.prototypes().firstClusteringEpoch());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            150       | 3, 2
            200       | 6, 4, 2
            2_700     | 90, 60, 30
            50_000    | 1665, 1110, 555
            1_281_167 | 3000, 2000, 1000
            """)
    void prototypesGrowWithTheImages(String images, String counts) {
        DataFacts facts = new DataFacts(Path.of("x"), Integer.parseInt(images.replace("_", "")), 32, 0);

        assertThat(AutoConfig.size(facts, LAPTOP).config().prototypes().counts())
                .hasToString("[" + counts + "]");
    }

    @Test
    void manyClassesDemandNoMorePrototypesThanTheImagesBear() {
        DataFacts facts = new DataFacts(Path.of("x"), 20_000, 32, 400);

        assertThat(AutoConfig.size(facts, LAPTOP).config().prototypes().counts())
                .containsExactly(600, 400, 200);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 8, 16})
    void everyProcessGetsEquallyManyGroups(int processes) {
        for (Machine machine : List.of(LAPTOP.with(processes), SERVER.with(processes))) {
            AutoConfig sized = AutoConfig.size(new DataFacts(Path.of("x"), 20_000, 32, 0), machine);
            PretrainConfig config = sized.config();

            assertThat(config.encoder().bnGroups() % processes).isZero();
            assertThat(config.optimizer().batchSize() / config.encoder().bnGroups())
                    .isBetween(8, 32);
            assertThat(sized.explain().contains("in each of " + processes + " processes"))
                    .isEqualTo(processes > 1);
        }
    }

    @Test
    void theBestWeightsAreLookedForWithoutLabelsToo() {
        AutoConfig sized = AutoConfig.size(new DataFacts(Path.of("x"), 20_000, 32, 0), LAPTOP);

        assertThat(sized.config().run().knn().everyEpochs()).isPositive();
        assertThat(sized.explain()).contains("effective rank");
    }

    @ParameterizedTest
    @CsvSource({"32, SMALL, 32", "64, SMALL, 64", "65, IMAGENET, 64", "500, IMAGENET, 96"})
    void stemAndViewsFollowTheImageSize(int side, EncoderConfig.Stem stem, int imageSize) {
        PretrainConfig config = AutoConfig.size(new DataFacts(Path.of("x"), 1000, side, 0), LAPTOP)
                .config();

        assertThat(config.encoder().stem()).isEqualTo(stem);
        assertThat(config.views().imageSize()).isEqualTo(imageSize);
        assertThat(config.views().recipe())
                .isEqualTo(ViewChains.all(imageSize <= 64 ? ViewsConfig.Recipe.V2_SMALL : ViewsConfig.Recipe.V2));
    }

    @Test
    void slowMachinesGetSlimmerEncodersAndFewerEpochs() {
        DataFacts facts = new DataFacts(Path.of("x"), 50_000, 32, 10);

        PretrainConfig slow = AutoConfig.size(facts, LAPTOP).config();
        PretrainConfig fast = AutoConfig.size(facts, SERVER).config();

        assertThat(slow.encoder().width()).isEqualTo(0.25);
        assertThat(slow.schedule().epochs()).isBetween(10, 60);
        assertThat(fast.encoder().width()).isEqualTo(1);
        assertThat(fast.schedule().epochs()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({"2700, 64", "857, 224", "12000, 32"})
    void aRunOnACpuTakesTwentyMinutesAndSaysWhatLongerWouldGive(int images, int side) {
        DataFacts facts = new DataFacts(Path.of("x"), images, side, 0);
        EncoderSizing usual = EncoderSizing.of(facts, LAPTOP, RunLength.USUAL);
        EncoderSizing longer = EncoderSizing.longer(facts, LAPTOP);

        assertThat(usual.time()).isLessThanOrEqualTo(Duration.ofMinutes(20));
        assertThat(longer.time()).isBetween(Duration.ofMinutes(20), Duration.ofHours(2));
        assertThat(AutoConfig.size(facts, LAPTOP).explain())
                .contains(" would do for " + longer.epochs() + " epochs of width " + longer.width());
    }

    @Test
    void theTimeDecidesWidthAndEpochs() {
        DataFacts facts = new DataFacts(Path.of("x"), 10_000, 32, 0);
        PretrainConfig before = AutoConfig.size(facts, LAPTOP, RunLength.within(Duration.ofMinutes(1)))
                .config();
        for (int minutes : List.of(5, 60, 600, 6000)) {
            PretrainConfig config = AutoConfig.size(facts, LAPTOP, RunLength.within(Duration.ofMinutes(minutes)))
                    .config();

            assertThat(config.encoder().width() * config.schedule().epochs())
                    .isGreaterThan(before.encoder().width() * before.schedule().epochs());
            before = config;
        }
        assertThat(before.schedule().epochs()).as("more are of little use").isEqualTo(447);
    }

    @Test
    void whatFitsByMeasurementReplacesTheEstimate() {
        RunLength time = RunLength.within(Duration.ofMinutes(15));
        for (Machine machine : List.of(LAPTOP, SERVER)) {
            AutoConfig sized = AutoConfig.size(new DataFacts(Path.of("x"), 10_000, 32, 0), machine, time.fitting(31));

            assertThat(sized.config().schedule().epochs()).isEqualTo(31);
            assertThat(sized.config().prototypes().firstClusteringEpoch()).isEqualTo(3);
            assertThat(sized.explain()).contains("as many as fit into 15 minutes, by the pace of steps tried here");
        }
    }

    @Test
    void prototypesTakePartInMostOfTheRun() {
        for (int images : List.of(32, 200, 50_000, 5_000_000)) {
            PretrainConfig config = AutoConfig.size(new DataFacts(Path.of("x"), images, 32, 0), LAPTOP)
                    .config();

            assertThat(config.prototypes().firstClusteringEpoch())
                    .isLessThanOrEqualTo(Math.max(1, config.schedule().epochs() / 5));
        }
    }

    @Test
    void fewPrototypesTakeTheRulesThatLeaveNegatives() {
        PretrainConfig config =
                AutoConfig.size(new DataFacts(Path.of("x"), 500, 32, 0), LAPTOP).config();

        assertThat(config.objective().prototypeNegatives()).isEqualTo(ObjectiveConfig.PrototypeNegatives.ALL);
        assertThat(config.objective().positivesExcluded()).isEqualTo(ObjectiveConfig.Excluded.OWN);
    }

    @Test
    void labelledImagesAreHeldOutForKnn() {
        assertThat(heldOut(2_700, 27)).isEqualTo(0.1);
        assertThat(heldOut(50_000, 10)).isEqualTo(0.04);
        assertThat(heldOut(1_281_167, 1000)).isEqualTo(0.002);
        assertThat(heldOut(50_000, 0)).isZero();
        assertThat(heldOut(50_000, 1)).isZero();
    }

    @Test
    void photosAreTurnedUpright() {
        AutoConfig sized = AutoConfig.size(new DataFacts(Path.of("x"), 1000, 300, 0), LAPTOP);

        assertThat(sized.config().data().exif()).isEqualTo(Exif.APPLY);
        assertThat(sized.explain()).containsPattern("data.exif +apply +photos");
    }

    @Test
    void explainsEveryChoice() {
        String text = AutoConfig.size(new DataFacts(Path.of("x"), 2_700, 32, 27), LAPTOP)
                .explain();

        assertThat(text.lines())
                .allMatch(line -> line.matches(" {2}[a-z]+\\.[\\w.]+ +\\S.*  +\\S.*"))
                .anyMatch(line -> line.contains("queue.capacity") && line.contains("1024"))
                .anyMatch(line -> line.contains("prototypes.counts") && line.contains("[81, 54, 27]"))
                .anyMatch(line -> line.contains("schedule.epochs") && line.contains("minutes on 2 cores; "))
                .anyMatch(line -> line.contains("data.heldOutShare") && line.contains("2700 images in 27 classes"));
    }

    @Test
    void refusesHandfulsOfImages() {
        assertThatThrownBy(() -> new DataFacts(Path.of("few"), 31, 32, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the number of images in few must be at least 32, but was 31");
    }

    private static double heldOut(int images, int classes) {
        return AutoConfig.size(new DataFacts(Path.of("x"), images, 32, classes), LAPTOP)
                .config()
                .data()
                .heldOutShare();
    }
}
