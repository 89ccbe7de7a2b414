package io.github.hcsc.core.torch;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
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

    @Test
    void aConstantOutlivesItsHandleUntilTheBackwardPass() {
        for (int i = 0; i < 5; i++) {
            NDArray x = manager.create(new float[] {1, 2});
            x.setRequiresGradient(true);
            NDArray loss = Autograd.recording(() -> {
                try (NDArray gains = TorchOps.constant(manager, new float[] {3, 4}, new Shape(2))) {
                    return x.mul(gains).sum();
                }
            });
            System.gc();
            overwriteFreeMemory();

            Autograd.backward(loss);

            assertThat(x.getGradient().toFloatArray()).containsExactly(3, 4);
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
        NDArray x = manager.create(new float[] {3, 4});
        NDArray y = manager.create(new float[] {5, 6});
        int before = manager.getManagedArrays().size();

        for (int i = 0; i < 10; i++) {
            TorchOps.reluInPlace(x);
            TorchOps.copyInPlace(List.of(x), List.of(y));
        }

        assertThat(manager.getManagedArrays()).hasSize(before);
    }
}
