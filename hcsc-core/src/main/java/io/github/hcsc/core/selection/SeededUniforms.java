package io.github.hcsc.core.selection;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import com.sun.jna.Pointer;
import io.github.hcsc.core.torch.TensorMemory;
import io.github.hcsc.core.torch.TorchOps;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.SplittableRandom;

/**
 * Numbers that follow from a seed: on CPUs those of {@link SplittableRandom}, in a third of the time of the engine's; on
 * other devices, or where the memory of tensors is out of reach, the engine's.
 */
public final class SeededUniforms implements UniformSource {

    /** How many numbers are written through one buffer, which holds 2 GB at most. */
    private static final int PIECE = 1 << 24;

    private static final float UNIT = 0x1p-24f;

    private final SplittableRandom random;

    /** Begins a sequence, and seeds the engine with it. */
    public SeededUniforms(long seed) {
        random = new SplittableRandom(seed);
        TorchOps.seed(seed);
    }

    @Override
    public NDArray draw(NDManager manager, Shape shape) {
        if (manager.getDevice().isGpu() || !TensorMemory.isKnown(DataType.FLOAT32)) {
            return UniformSource.ENGINE.draw(manager, shape);
        }
        NDArray numbers = manager.create(shape);
        Pointer memory = TensorMemory.of(numbers);
        for (long from = 0; from < shape.size(); from += PIECE) {
            long bytes = Math.min(PIECE, shape.size() - from) * Float.BYTES;
            fill(memory.getByteBuffer(from * Float.BYTES, bytes)
                    .order(ByteOrder.nativeOrder())
                    .asFloatBuffer());
        }
        return numbers;
    }

    /** Each number has 24 random bits, as many as a float of [0, 1) holds everywhere; two come from one draw. */
    private void fill(FloatBuffer values) {
        int pairs = values.limit() / 2;
        for (int i = 0; i < pairs; i++) {
            long bits = random.nextLong();
            values.put(2 * i, (bits >>> 40) * UNIT);
            values.put(2 * i + 1, ((int) bits >>> 8) * UNIT);
        }
        if (values.limit() % 2 == 1) {
            values.put(values.limit() - 1, (random.nextLong() >>> 40) * UNIT);
        }
    }
}
