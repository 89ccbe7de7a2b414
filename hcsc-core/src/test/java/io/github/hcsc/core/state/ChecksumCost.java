package io.github.hcsc.core.state;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;

/**
 * What checksums cost of saving a checkpoint, by hand: {@code java -cp ... io.github.hcsc.core.state.ChecksumCost FOLDER}, on
 * the disk that is meant. The state is that of a ResNet-50: both encoders, velocities and a queue, in 500 tensors.
 */
final class ChecksumCost {
    private static final int TENSORS = 500;
    private static final int FLOATS = 160_000;
    private static final int ROUNDS = 20;

    private ChecksumCost() {}

    public static void main(String[] args) throws IOException {
        Random random = new Random(1);
        StateDict.Builder builder = StateDict.builder();
        for (int i = 0; i < TENSORS; i++) {
            ByteBuffer bytes = ByteBuffer.allocateDirect(FLOATS * Float.BYTES);
            while (bytes.hasRemaining()) {
                bytes.putInt(random.nextInt());
            }
            builder.put("tensor" + i, TensorData.of(DataType.FLOAT32, new Shape(FLOATS), bytes.flip()));
        }
        StateDict state = builder.build();
        Path file = Path.of(args[0]).resolve("checksum-cost.safetensors");
        double with = Double.MAX_VALUE;
        double without = Double.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            long start = System.nanoTime();
            Safetensors.write(file, state);
            long middle = System.nanoTime();
            AtomicFile.write(file, channel -> {
                for (TensorData tensor : state.tensors().values()) {
                    tensor.writeTo(channel);
                }
            });
            with = Math.min(with, (middle - start) / 1e9);
            without = Math.min(without, (System.nanoTime() - middle) / 1e9);
        }
        Files.delete(file);
        System.out.printf(
                Locale.ROOT,
                "%d MB with fsync: %.3f s with checksums, %.3f s without, %+.2f %%; the least of %d each, in turns%n",
                TENSORS * FLOATS / 1_000_000 * Float.BYTES,
                with,
                without,
                100 * (with / without - 1),
                ROUNDS);
    }
}
