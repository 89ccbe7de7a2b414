package io.github.hcsc.core.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.github.hcsc.core.torch.TorchOps.SgdRates;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class TorchOpsTest {

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void reluInPlaceIsDifferentiable() {
        NDArray x = manager.create(new float[] {-1, 2, -3, 4});
        x.setRequiresGradient(true);

        Autograd.recording(() -> {
            NDArray y = x.mul(3f);
            TorchOps.reluInPlace(y);
            Autograd.backward(y.sum());
            return true;
        });

        assertThat(x.getGradient().toFloatArray()).containsExactly(0, 3, 0, 3);
    }

    @Test
    void toImagesReadsChannelsFromTheLastAxis() {
        ByteBuffer bytes = ByteBuffer.allocateDirect(2 * 2 * 3);
        for (int i = 0; i < 12; i++) {
            bytes.put(i, (byte) (200 + i));
        }
        NDArray pixels = manager.create(bytes, new Shape(1, 2, 2, 3), DataType.UINT8);
        NDArray scale = manager.create(new float[] {1, 2, 3}, new Shape(3, 1, 1));
        NDArray shift = manager.create(new float[] {0, 10, 0}, new Shape(3, 1, 1));

        NDArray images = TorchOps.toImages(pixels, scale, shift);

        assertThat(images.getShape()).isEqualTo(new Shape(1, 3, 2, 2));
        assertThat(images.toFloatArray()).containsExactly(200, 203, 206, 209, 412, 418, 424, 430, 606, 615, 624, 633);
    }

    @Test
    void emaMovesKeysTowardsQueries() {
        NDArray key = manager.create(new float[] {1, 2});
        NDArray query = manager.create(new float[] {3, 4});

        Autograd.paused(() -> TorchOps.emaInPlace(List.of(key), List.of(query), 0.75));

        assertThat(key.toFloatArray()).containsExactly(1.5f, 2.5f);
        assertThat(query.toFloatArray()).containsExactly(3, 4);
    }

    @Test
    void sgdKeepsTheLearningRateOutsideTheVelocity() {
        NDArray parameter = manager.create(new float[] {1});
        NDArray velocity = manager.create(new float[] {0});
        float p = 1;
        float v = 0;
        for (double rate : new double[] {0.1, 0.01, 0.01, 0.5}) {
            NDArray gradient = manager.create(new float[] {0.7f});
            TorchOps.sgdInPlace(
                    List.of(parameter), List.of(gradient), List.of(velocity), new SgdRates(rate, 0.9, 1e-2));

            v = 0.9f * v + (0.7f + 0.01f * p);
            p -= (float) rate * v;
            assertThat(parameter.getFloat()).isCloseTo(p, within(1e-6f));
            assertThat(gradient.getFloat()).isZero();
        }
    }

    @Test
    void copiesIntoTheLayoutOfTheTarget() {
        NDArray source = manager.arange(24f).reshape(1, 2, 3, 4);
        NDArray target = TorchOps.channelsLast(source.zerosLike());

        TorchOps.copyInPlace(List.of(target), List.of(source));

        assertThat(target.toFloatArray()).isEqualTo(source.toFloatArray());
    }

    @Test
    void aDivisorOutlivesGarbageCollectionUntilTheBackwardPass() {
        for (int i = 0; i < 5; i++) {
            NDArray x = manager.create(new float[] {1, 2});
            x.setRequiresGradient(true);
            NDArray loss = Autograd.recording(() -> TorchOps.divide(x, 0.25).sum());
            System.gc();
            overwriteFreeMemory();

            Autograd.backward(loss);

            assertThat(x.getGradient().toFloatArray()).containsExactly(4, 4);
        }
    }

    private static void overwriteFreeMemory() {
        for (int i = 0; i < 1000; i++) {
            ByteBuffer block = ByteBuffer.allocateDirect(8 + i % 32);
            while (block.hasRemaining()) {
                block.put((byte) -1);
            }
        }
    }

    @Test
    void findsTheLargestValueOfEachRow() {
        NDArray x = manager.create(new float[][] {{-3, -1, -2}, {5, 7, 7}});

        assertThat(TorchOps.largest(x).toFloatArray()).containsExactly(-1, 7);
    }

    @Test
    void callsLeaveNoHandlesBehind() {
        NDArray key = manager.create(new float[] {1, 2});
        NDArray query = manager.create(new float[] {3, 4});
        int before = manager.getManagedArrays().size();

        for (int i = 0; i < 10; i++) {
            Autograd.paused(() -> TorchOps.emaInPlace(List.of(key), List.of(query), 0.5));
            TorchOps.reluInPlace(query);
        }

        assertThat(manager.getManagedArrays()).hasSize(before);
    }
}
