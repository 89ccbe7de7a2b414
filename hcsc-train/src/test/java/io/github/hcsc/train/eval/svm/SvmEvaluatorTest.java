package io.github.hcsc.train.eval.svm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import de.bwaldvogel.liblinear.Feature;
import io.github.hcsc.train.eval.ScikitLearn;
import io.github.hcsc.train.eval.svm.SvmEvaluator.AveragePrecision;
import io.github.hcsc.train.eval.svm.SvmEvaluator.SvmResult;
import io.github.hcsc.train.eval.svm.VocImages.MultiLabels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class SvmEvaluatorTest {
    private static final int WIDTH = 12;
    private static final int KNOWN = 160;

    private final ScikitLearn fixture = ScikitLearn.read("svm");
    private final SvmEvaluator.Labelled training = part(0, KNOWN);
    private final SvmEvaluator.Labelled test = part(KNOWN, 260);

    @Test
    void scoresAreThoseOfScikitLearn() {
        LinearSvm svm = new LinearSvm(0.5, 2, 1e-10, 2000);
        for (int c = 0; c < 3; c++) {
            double[] scores = svm.scores(unit(training), training.labels().of(c), unit(test));

            float[] expected = fixture.floats("scores/" + c);
            for (int i = 0; i < scores.length; i++) {
                assertThat(scores[i]).isCloseTo(expected[i], within(1e-4));
            }
        }
    }

    @Test
    void areaIsThatOfScikitLearnsCurve() {
        for (int c = 0; c < 3; c++) {
            float[] scores = fixture.floats("scores/" + c);
            double[] wide = IntStream.range(0, scores.length)
                    .mapToDouble(i -> scores[i])
                    .toArray();

            assertThat(AveragePrecision.interpolated(wide, test.labels().of(c)))
                    .isCloseTo(fixture.expected().getAsJsonArray().get(c).getAsDouble(), within(1e-12));
        }
    }

    @Test
    void meanIsOverTheClassesOfPublishedSettings() {
        SvmResult result = evaluator().evaluate(training, test);

        for (int c = 0; c < 3; c++) {
            double expected = 100 * fixture.expected().getAsJsonArray().get(c).getAsDouble();
            assertThat(result.classes())
                    .hasEntrySatisfying("c" + c, value -> assertThat(value).isCloseTo(expected, within(0.5)));
        }
        double mean = result.classes().values().stream()
                .mapToDouble(Double::doubleValue)
                .average()
                .orElseThrow();
        assertThat(result.map()).isCloseTo(mean, within(1e-9));
        assertThat(result.toString()).startsWith("all images: mAP ");
    }

    @Test
    void fewShotsAreDrawnOfEachClassAndVaryWithTheRun() {
        int[] drawn = SvmEvaluator.draw(training.labels(), 4, new Random(1));
        assertThat(drawn).hasSize(12);
        for (int c = 0; c < 3; c++) {
            boolean[] positive = training.labels().of(c);
            assertThat(Arrays.stream(drawn, 4 * c, 4 * c + 4)).allMatch(i -> positive[i]);
        }

        SvmResult result = evaluator().evaluate(training, test, 4, 5);
        assertThat(result.runs()).isEqualTo(5);
        assertThat(result.deviation()).isPositive();
        assertThat(evaluator().evaluate(training, test, 4, 5)).isEqualTo(result);
    }

    @Test
    void refusesWhatCannotBeTrained() {
        SvmEvaluator.Labelled same = new SvmEvaluator.Labelled(
                new float[4], 2, new MultiLabels(List.of("cat"), List.of(Set.of("cat"), Set.of("cat"))));
        SvmEvaluator evaluator = evaluator();

        assertThatThrownBy(() -> evaluator.evaluate(same, same))
                .hasMessageContaining("must show cat in some and not in others, but 2 of 2 show it");
        assertThatThrownBy(() -> new LinearSvm(0, 2, 1e-4, 2000))
                .hasMessageContaining("must be positive, but were 0.0, 2.0, 1.0E-4 and 2000");
        assertThatThrownBy(() -> AveragePrecision.interpolated(new double[2], new boolean[2]))
                .hasMessageContaining("needs a positive image");
    }

    private static SvmEvaluator evaluator() {
        return new SvmEvaluator(LinearSvm.PUBLISHED, 0, done -> {});
    }

    private static Feature[][] unit(SvmEvaluator.Labelled images) {
        float[] rows = images.features().clone();
        for (int start = 0; start < rows.length; start += WIDTH) {
            double norm = 1e-5
                    + Math.sqrt(IntStream.range(start, start + WIDTH)
                            .mapToDouble(i -> (double) images.features()[i] * images.features()[i])
                            .sum());
            for (int i = start; i < start + WIDTH; i++) {
                rows[i] /= (float) norm;
            }
        }
        return LinearSvm.vectors(rows, WIDTH);
    }

    private SvmEvaluator.Labelled part(int from, int to) {
        var bytes = fixture.data().get("shown").bytes();
        List<Set<String>> shown = new ArrayList<>();
        for (int i = from; i < to; i++) {
            Set<String> classes = new HashSet<>();
            for (int c = 0; c < 3; c++) {
                if (bytes.get(bytes.position() + 3 * i + c) != 0) {
                    classes.add("c" + c);
                }
            }
            shown.add(classes);
        }
        return new SvmEvaluator.Labelled(
                Arrays.copyOfRange(fixture.floats("features"), from * WIDTH, to * WIDTH),
                WIDTH,
                new MultiLabels(List.of("c0", "c1", "c2"), shown));
    }
}
