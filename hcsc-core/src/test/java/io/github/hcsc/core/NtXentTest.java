package io.github.hcsc.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.github.hcsc.core.prototype.PrototypeHierarchy;
import io.github.hcsc.core.selection.UniformSource;
import io.github.hcsc.core.torch.Autograd;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The contrast within a batch against a double loop over SimCLR's formula, in double precision. */
final class NtXentTest {

    private static final int IMAGES = 5;
    private static final int DIM = 3;

    private static double[][] rows() {
        Random random = new Random(3);
        double[][] rows = new double[2 * IMAGES][DIM];
        for (double[] row : rows) {
            for (int d = 0; d < DIM; d++) {
                row[d] = random.nextGaussian();
            }
        }
        return rows;
    }

    /** The mean over all rows i of -log(e^(z_i z_j / T) / sum over k other than i of e^(z_i z_k / T)), j being the other view. */
    private static double naive(double[][] rows, double temperature) {
        double loss = 0;
        for (int i = 0; i < rows.length; i++) {
            double others = 0;
            for (int k = 0; k < rows.length; k++) {
                others += k == i ? 0 : Math.exp(cosine(rows[i], rows[k]) / temperature);
            }
            double positive = Math.exp(cosine(rows[i], rows[(i + IMAGES) % rows.length]) / temperature);
            loss -= Math.log(positive / others) / rows.length;
        }
        return loss;
    }

    private static double cosine(double[] a, double[] b) {
        return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int d = 0; d < DIM; d++) {
            sum += a[d] * b[d];
        }
        return sum;
    }

    private static ObjectiveTerms evaluate(NDArray rows, double temperature, List<NDArray> locals) {
        NDArray views = rows.normalize(2, 1, 1e-12);
        NDArray keys = views.get(IMAGES + ":").concat(views.get(":" + IMAGES));
        NDArray images = rows.getManager().zeros(new Shape(2 * IMAGES), DataType.INT64);
        ContrastBatch batch = new ContrastBatch(views, keys, locals, images);
        return ReferenceObjective.paper(temperature, LocalSelection.NONE)
                .evaluate(
                        batch,
                        InstanceCandidates.ofBatch(views, images),
                        PrototypeHierarchy.NONE,
                        UniformSource.ENGINE);
    }

    @ParameterizedTest
    @ValueSource(doubles = {.05, .2, 1})
    void isTheLoopOverItsFormulaAndSoIsItsGradient(double temperature) {
        try (NDManager manager = NDManager.newBaseManager()) {
            double[][] rows = rows();
            NDArray x = manager.create(floats(rows));
            x.setRequiresGradient(true);
            NDArray loss =
                    Autograd.recording(() -> evaluate(x, temperature, List.of()).total());
            Autograd.backward(loss);

            assertThat(loss.getFloat()).isCloseTo((float) naive(rows, temperature), within(1e-5f));
            float[] gradient = x.getGradient().toFloatArray();
            for (int i = 0; i < gradient.length; i++) {
                assertThat((double) gradient[i]).isCloseTo(slope(rows, i / DIM, i % DIM, temperature), within(1e-4));
            }
        }
    }

    private static double slope(double[][] rows, int row, int d, double temperature) {
        double step = 1e-5;
        rows[row][d] += step;
        double above = naive(rows, temperature);
        rows[row][d] -= 2 * step;
        double below = naive(rows, temperature);
        rows[row][d] += step;
        return (above - below) / (2 * step);
    }

    private static float[][] floats(double[][] rows) {
        float[][] floats = new float[rows.length][DIM];
        for (int i = 0; i < rows.length; i++) {
            for (int d = 0; d < DIM; d++) {
                floats[i][d] = (float) rows[i][d];
            }
        }
        return floats;
    }

    @Test
    void aLocalViewEqualToTheFirstHasTheLossOfTheFirst() {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray x = manager.create(floats(rows()));
            NDArray views = x.normalize(2, 1, 1e-12);

            ObjectiveTerms terms = evaluate(x, .2, List.of(views));

            assertThat(terms.localInstance().getFloat())
                    .isCloseTo(terms.instance().getFloat(), within(1e-6f));
        }
    }

    @Test
    void aRowItselfIsNoCandidateOfItsAccuracy() {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray once = manager.create(floats(rows())).get(":" + IMAGES);

            ObjectiveTerms terms = evaluate(once.concat(once), .2, List.of());

            assertThat(terms.instanceAccuracy().getFloat()).isEqualTo(1);
        }
    }
}
