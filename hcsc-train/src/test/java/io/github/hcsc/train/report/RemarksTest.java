package io.github.hcsc.train.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hcsc.train.config.PretrainConfig;
import io.github.hcsc.train.metrics.MetricsRecord;
import io.github.hcsc.train.report.RunReport.Remark;
import io.github.hcsc.train.run.UnreadableImages;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class RemarksTest {
    private final PretrainConfig config = ReportRun.config("schedule.epochs=20");

    @Test
    void hasNoWarningForARunThatGoesWell() {
        assertThat(remarks(config, ReportRun.metrics(20))).noneMatch(Remark::warning);
    }

    @Test
    void warnsOfCollapse() {
        assertWarning(Map.of("effective_rank", 1.2, "spread", 0.4), "collapsed: all images get nearly the same");
        assertWarning(Map.of("effective_rank", 60.0, "spread", 0.01), "collapsed");
    }

    @Test
    void warnsOfStepsThatAreNotFinite() {
        assertWarning(Map.of("nonfinite_step", 37.0), "Step 37 was the first that is not finite");
    }

    @Test
    void doubtsFewDimensionsOfEither() {
        Map<String, Double> few = Map.of(
                "features_effective_rank", 40.0,
                "features_rank_share", 0.3,
                "features_spread", 0.9,
                "embeddings_effective_rank", 3.0,
                "embeddings_rank_share", 0.02,
                "embeddings_spread", 0.9);
        assertWarning(few, "Health is doubtful: the embeddings use only about 3 of 150 dimensions");
    }

    @Test
    void saysThatHealthWasMeasuredBeforeTrainingOnly() {
        List<MetricsRecord> records = List.of(
                new MetricsRecord(0, 0, Map.of("effective_rank", 30.0, "spread", 0.9)),
                new MetricsRecord(10, 1, Map.of("loss", 1.0)));
        assertThat(remarks(config, records))
                .extracting(Remark::text)
                .contains("Health was not measured since training began.");
    }

    @Test
    void warnsWhenNothingIsLearnt() {
        assertWarning(Map.of("instance_accuracy", 0.0), "a query finds its own key no more often than chance");
    }

    @Test
    void warnsOfRestlessPrototypesOnlyLate() {
        assertWarning(Map.of("drift_level0", 0.7), "70 % of the images still change their finest prototype");
        MetricsRecord early = new MetricsRecord(500, 5, Map.of("drift_level0", 0.7));
        assertThat(remarks(config, List.of(early))).noneMatch(Remark::warning);
    }

    @Test
    void warnsOfPrototypesThatAreNoNegatives() {
        assertWarning(Map.of("prototype_loss", 0.0), "No prototype is a negative of any query");
    }

    @Test
    void passesOnWhatIsPoorAboutTheNewestTree() {
        TreeFacts tree = new TreeFacts(false, List.of("level 0 has all images in one of its 3 prototypes"), List.of());
        assertThat(Remarks.of(config, ReportRun.metrics(20), List.of(), tree, UnreadableImages.NONE))
                .anyMatch(remark -> remark.warning()
                        && remark.text()
                                .startsWith("Of the newest prototypes, level 0 has all images in one of its 3"));
    }

    @Test
    void warnsWhenAccuracyFallsFromItsBest() {
        assertWarning(
                Map.of("knn_top1", 30.0), "knn_top1 was best after 20 epochs, 41.9, and has fallen to 30.0 since");
    }

    @Test
    void warnsOfWaitingForImages() {
        List<MetricsRecord> slow = new ArrayList<>();
        for (int step = 10; step < 200; step += 10) {
            slow.add(new MetricsRecord(step, 0, Map.of("data_wait", 0.37)));
        }
        assertThat(remarks(config, slow))
                .anyMatch(remark -> remark.warning() && remark.text().contains("waits 37 % of its time for images"));
    }

    @Test
    void warnsWhenARunWentOnElsewhere() {
        assertThat(Remarks.of(
                        config,
                        ReportRun.metrics(2),
                        List.of(ReportRun.process("cpu()"), ReportRun.process("gpu(0)")),
                        TreeFacts.NONE,
                        UnreadableImages.NONE))
                .anyMatch(remark ->
                        remark.warning() && remark.text().contains("other devices than it began with: cpu(), gpu(0)"));
    }

    @Test
    void tellsWhatIsMissing() {
        assertThat(remarks(ReportRun.config("prototypes.counts=[]"), List.of()))
                .extracting(Remark::text)
                .anyMatch(text -> text.contains("MoCo v2"))
                .anyMatch(text -> text.contains("kNN is not measured"));
    }

    /** At the end of a run that went well until then. */
    private void assertWarning(Map<String, Double> last, String text) {
        List<MetricsRecord> records = new ArrayList<>(ReportRun.metrics(20));
        for (int i = 1; i <= 40; i++) {
            records.add(new MetricsRecord(2000 + i, 20, last));
        }
        assertThat(remarks(config, records))
                .as(text)
                .anyMatch(remark -> remark.warning() && remark.text().contains(text));
    }

    private static List<Remark> remarks(PretrainConfig config, List<MetricsRecord> records) {
        return Remarks.of(config, records, List.of(), TreeFacts.NONE, UnreadableImages.NONE);
    }
}
