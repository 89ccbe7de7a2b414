package io.github.hcsc.train.prototypes.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.hcsc.train.eval.linear.LinearProtocol;
import io.github.hcsc.train.metrics.TrainingProgress;
import io.github.hcsc.train.prototypes.PrototypeTree;
import io.github.hcsc.train.prototypes.RandomTree;
import io.github.hcsc.train.prototypes.predict.PredictionTrial.Blocks;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class PredictionTrialTest {
    private static final int IMAGES = 400;

    private final RandomTree random = RandomTree.of(IMAGES, 8, 6, 12, 4);
    private final PrototypeTree tree = random.tree();
    private final NDManager manager = NDManager.newBaseManager();
    private final NDArray embeddings = random.embeddings().toArray(manager);

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void squaresOfTheDescriptionAreThePosterior() {
        NDList levels = new PrototypeSpace(tree).describe(embeddings);

        for (int l = 0; l < 2; l++) {
            float[] row = levels.get(l).get(17).square().toFloatArray();
            double[] expected =
                    tree.levels().get(l).posterior(random.embeddings().row(17));
            for (int node = 0; node < expected.length; node++) {
                assertThat((double) row[node]).isCloseTo(expected[node], within(1e-5));
            }
        }
    }

    @Test
    void blocksWeighTheSame() {
        NDList blocks = new NDList(
                manager.randomNormal(3, 5, new Shape(50, 4), embeddings.getDataType()),
                manager.randomNormal(0, 0.1f, new Shape(50, 7), embeddings.getDataType()),
                manager.ones(new Shape(50, 2)));

        NDArray joined = Blocks.of(blocks).join(blocks);

        assertThat(joined.getShape()).isEqualTo(new Shape(50, 13));
        for (float mean : joined.mean(new int[] {0}).toFloatArray()) {
            assertThat(mean).isCloseTo(0, within(1e-5f));
        }
        assertThat(joined.get(":, 0:4").square().sum().getFloat() / 50).isCloseTo(1, within(1e-4f));
        assertThat(joined.get(":, 4:11").square().sum().getFloat() / 50).isCloseTo(1, within(1e-4f));
        assertThat(joined.get(":, 11:").abs().sum().getFloat()).isZero();
    }

    @Test
    void prototypesTellClassesThatFeaturesDoNot() {
        int[] labels = IntStream.range(0, IMAGES)
                .map(image -> tree.levels().get(0).nodeOf(image) % 2)
                .toArray();
        NDArray noise = manager.randomNormal(new Shape(IMAGES, 6));
        PredictionTrial.Images images = new PredictionTrial.Images(noise, embeddings, labels);

        PredictionTrial.Outcome outcome = new PredictionTrial(
                        new PrototypeSpace(tree), LinearProtocol.imageNet(60, 2, 0), 64, TrainingProgress.silent())
                .run(images, images);

        assertThat(outcome.labelled()).isEqualTo(IMAGES);
        assertThat(outcome.prototypes()).isGreaterThan(95);
        assertThat(outcome.both()).isGreaterThan(95);
        assertThat(outcome.linear()).isLessThan(75);
    }

    @Test
    void leavesNoTensorBehind() {
        int before = manager.getManagedArrays().size();
        PredictionTrial.Images images = new PredictionTrial.Images(embeddings, embeddings, new int[IMAGES]);
        new PredictionTrial(new PrototypeSpace(tree), LinearProtocol.imageNet(1, 1, 0), 64, TrainingProgress.silent())
                .run(images, images);

        assertThat(manager.getManagedArrays()).hasSize(before);
    }

    @Test
    void refusesEmbeddingsOfAnotherSpace() {
        assertThatThrownBy(() -> new PrototypeSpace(tree).describe(manager.ones(new Shape(2, 9))))
                .hasMessage("embeddings must have the 8 values of the prototypes, but have 9");
    }
}
