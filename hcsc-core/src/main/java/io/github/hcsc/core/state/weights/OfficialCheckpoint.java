package io.github.hcsc.core.state.weights;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.github.hcsc.core.encoder.design.EncoderDesign;
import io.github.hcsc.core.encoder.design.ResNetDesign;
import io.github.hcsc.core.state.StateDict;
import io.github.hcsc.core.state.StateFormatException;
import io.github.hcsc.core.state.TensorData;
import io.github.hcsc.core.state.pickle.Pth;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * A checkpoint in the layout of the authors' code: with it a run moves to that code and back. The checkpoints of MoCo
 * and PCL, which lack the queue's indices, are read as well.
 *
 * @param epoch the number of finished epochs
 * @param arch torchvision's name of the backbone
 * @param query the query encoder under torchvision's names, without counters of batches
 * @param key the key encoder likewise
 * @param queue the keys {@code [K, d]}, one in a row (in the file one in a column)
 * @param queuePointer where the next keys go
 * @param queueIndices the images of the keys {@code [K]}, INT64
 * @param optimizer its state; empty if the file has none
 */
public record OfficialCheckpoint(
        long epoch,
        String arch,
        StateDict query,
        StateDict key,
        TensorData queue,
        long queuePointer,
        TensorData queueIndices,
        Optional<SgdState> optimizer) {

    private static final String QUERY = "module.encoder_q.";
    private static final String KEY = "module.encoder_k.";
    private static final String QUEUE = "module.queue";
    private static final String POINTER = "module.queue_ptr";
    private static final String INDICES = "module.queue_index";

    /** Returns whether the authors' code has such a network: a ResNet. */
    public static boolean takes(EncoderDesign design) {
        return design instanceof ResNetDesign;
    }

    /**
     * Writes the checkpoint so that {@code torch.load} and the authors' {@code --resume} read it.
     *
     * @param path the file, usually {@code checkpoint_0199.pth.tar}, replaced as a whole or not at all
     * @param batches what PyTorch's counters of training batches say
     * @throws IOException if it cannot be written
     */
    public void write(Path path, long batches) throws IOException {
        StateDict state = StateDict.builder()
                .put(QUEUE, new Transposed(queue))
                .put(POINTER, TensorData.of(new long[] {queuePointer}, 1))
                .put(INDICES, queueIndices)
                .putAll(QUERY, WeightNames.withCounters(query, batches))
                .putAll(KEY, WeightNames.withCounters(key, batches))
                .build();
        Map<String, Object> saved = new LinkedHashMap<>();
        saved.put("epoch", epoch);
        saved.put("arch", arch);
        saved.put("state_dict", state);
        optimizer.ifPresent(
                sgd -> saved.put("optimizer", SgdLayout.of(query, key).write(sgd)));
        Pth.write(path, saved);
    }

    /**
     * Reads a checkpoint of HCSC, MoCo or PCL; the file must stay unchanged until its tensors have been used.
     *
     * @param path the file
     * @throws StateFormatException if it is no such checkpoint, damaged or unsafe
     * @throws IOException if it cannot be read
     */
    public static OfficialCheckpoint read(Path path) throws IOException {
        if (!(Pth.read(path) instanceof Map<?, ?> saved)) {
            throw new StateFormatException(path, "is no checkpoint of a training run");
        }
        StateDict state = Pth.readState(path);
        try {
            StateDict query = WeightNames.encoder(state.under(QUERY));
            StateDict key = WeightNames.encoder(state.under(KEY));
            TensorData queue = new Transposed(state.get(QUEUE));
            long capacity = queue.shape().get(0);
            long pointer = pointer(state.get(POINTER), capacity);
            TensorData indices = state.names().contains(INDICES) ? state.get(INDICES) : counting(capacity);
            Optional<SgdState> optimizer = saved.get("optimizer") instanceof Map<?, ?> values
                    ? Optional.of(SgdLayout.of(query, key).read(values))
                    : Optional.empty();
            List.of(query, key, StateDict.builder().put("queue", queue).build()).forEach(WeightValues::require);
            optimizer.ifPresent(sgd -> WeightValues.require(sgd.momentumBuffers()));
            return new OfficialCheckpoint(
                    saved.get("epoch") instanceof Long epoch ? Math.max(0, epoch) : 0,
                    saved.get("arch") instanceof String arch ? arch : "resnet50",
                    query,
                    key,
                    queue,
                    pointer,
                    indices,
                    optimizer);
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new StateFormatException(path, "is no usable checkpoint of HCSC, MoCo or PCL: " + e.getMessage(), e);
        }
    }

    private static long pointer(TensorData tensor, long capacity) {
        long[] values = tensor.toLongs();
        if (values.length != 1 || values[0] < 0 || values[0] >= capacity) {
            throw new IllegalArgumentException("its queue_ptr must be one number from 0 to " + (capacity - 1)
                    + ", but was " + (values.length == 1 ? values[0] : "a tensor of shape " + tensor.shape()));
        }
        return values[0];
    }

    private static TensorData counting(long capacity) {
        return TensorData.of(LongStream.range(0, capacity).toArray(), capacity);
    }

    /**
     * What {@code torch.optim.SGD} keeps between steps.
     *
     * @param learningRate the current one
     * @param momentum the factor of the momentum buffers
     * @param weightDecay the factor of the L2 penalty
     * @param momentumBuffers by the name of the query encoder's parameter; empty before the first step
     */
    public record SgdState(double learningRate, double momentum, double weightDecay, StateDict momentumBuffers) {}

    /** A FLOAT32 matrix with rows and columns exchanged. */
    record Transposed(TensorData matrix) implements TensorData {
        Transposed {
            if (matrix.type() != DataType.FLOAT32 || matrix.shape().dimension() != 2) {
                throw new IllegalArgumentException(
                        "a queue must be a float32 matrix, but was " + matrix.type() + matrix.shape());
            }
        }

        @Override
        public DataType type() {
            return DataType.FLOAT32;
        }

        @Override
        public Shape shape() {
            return new Shape(matrix.shape().get(1), matrix.shape().get(0));
        }

        @Override
        public ByteBuffer bytes() {
            float[] values = matrix.toFloats();
            int columns = (int) matrix.shape().get(1);
            ByteBuffer turned = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            for (int column = 0; column < columns; column++) {
                for (int i = column; i < values.length; i += columns) {
                    turned.putFloat(values[i]);
                }
            }
            return turned.flip();
        }
    }
}
