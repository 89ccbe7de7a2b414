package io.github.hcsc.core.state.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.github.hcsc.core.encoder.Encoder;
import io.github.hcsc.core.encoder.resnet.ResNet;
import io.github.hcsc.core.encoder.resnet.ResNetArchitecture;
import io.github.hcsc.core.encoder.resnet.Stem;
import io.github.hcsc.core.state.StateDict;
import io.github.hcsc.core.state.StateFormatException;
import io.github.hcsc.core.state.TensorData;
import io.github.hcsc.core.state.pickle.Pth;
import io.github.hcsc.core.state.weights.OfficialCheckpoint.SgdState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.LongStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class OfficialCheckpointTest {
    private final Path folder;

    OfficialCheckpointTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void hasThe647TensorsOfTheAuthorsInTheirOrder() throws IOException {
        try (NDManager manager = NDManager.newBaseManager()) {
            Path file = folder.resolve("checkpoint_0199.pth.tar");
            checkpoint(manager).write(file, 11);

            StateDict state = Pth.readState(file);

            assertThat(state.names())
                    .hasSize(647)
                    .startsWith(
                            "module.queue",
                            "module.queue_ptr",
                            "module.queue_index",
                            "module.encoder_q.conv1.weight",
                            "module.encoder_q.bn1.weight",
                            "module.encoder_q.bn1.bias",
                            "module.encoder_q.bn1.running_mean",
                            "module.encoder_q.bn1.running_var",
                            "module.encoder_q.bn1.num_batches_tracked",
                            "module.encoder_q.layer1.0.conv1.weight")
                    .endsWith("module.encoder_k.fc.2.weight", "module.encoder_k.fc.2.bias");
            assertThat(state.get("module.queue").shape()).isEqualTo(new Shape(4, 6));
            assertThat(state.get("module.encoder_k.bn1.num_batches_tracked").toLongs())
                    .containsExactly(11);
            assertThat(at(Pth.read(file), "optimizer", "state"))
                    .asInstanceOf(InstanceOfAssertFactories.MAP)
                    .hasSize(163);
            assertThat(at(Pth.read(file), "optimizer", "param_groups", 0, "params"))
                    .isEqualTo(LongStream.range(0, 326).boxed().toList());
        }
    }

    @Test
    void returnsWhatWasWritten() throws IOException {
        try (NDManager manager = NDManager.newBaseManager()) {
            Path file = folder.resolve("checkpoint.pth.tar");
            OfficialCheckpoint written = checkpoint(manager);
            written.write(file, 0);

            OfficialCheckpoint read = OfficialCheckpoint.read(file);

            assertThat(read.epoch()).isEqualTo(200);
            assertThat(read.arch()).isEqualTo("resnet50");
            assertThat(read.queuePointer()).isEqualTo(2);
            assertThat(read.queue().toFloats()).containsExactly(written.queue().toFloats());
            assertThat(read.queueIndices().toLongs()).containsExactly(5, 4, 3, 2, 1, 0);
            assertSame(read.query(), written.query());
            assertSame(read.key(), written.key());
            SgdState sgd = read.optimizer().orElseThrow();
            assertThat(sgd.learningRate()).isEqualTo(0.03);
            assertThat(sgd.momentum()).isEqualTo(0.9);
            assertThat(sgd.weightDecay()).isEqualTo(1e-4);
            assertSame(sgd.momentumBuffers(), written.optimizer().orElseThrow().momentumBuffers());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "module.queue_ptr, 6, 'its queue_ptr must be one number from 0 to 5, but was 6'",
        "module.queue_ptr, -1, 'its queue_ptr must be one number from 0 to 5, but was -1'",
        "module.queue_ptr, , 'its queue_ptr must be one number from 0 to 5, but was a tensor of shape (0)'"
    })
    void pointersToNowhereAreRefused(String name, @Nullable Long value, String complaint) throws IOException {
        try (NDManager manager = NDManager.newBaseManager()) {
            Path file = folder.resolve("checkpoint.pth.tar");
            checkpoint(manager).write(file, 0);
            StateDict.Builder changed = StateDict.builder();
            Pth.readState(file)
                    .tensors()
                    .forEach((each, tensor) -> changed.put(
                            each,
                            !each.equals(name)
                                    ? tensor
                                    : value == null
                                            ? TensorData.of(new long[0], 0)
                                            : TensorData.of(new long[] {value}, 1)));
            Path other = folder.resolve("other.pth.tar");
            Pth.write(other, Map.of("epoch", 3L, "state_dict", changed.build()));

            assertThatThrownBy(() -> OfficialCheckpoint.read(other))
                    .isInstanceOf(StateFormatException.class)
                    .hasMessageContaining(complaint);
        }
    }

    @Test
    void valuesThatAreNoNumbersAreRefusedByTheTensorsName() throws IOException {
        try (NDManager manager = NDManager.newBaseManager()) {
            OfficialCheckpoint sound = checkpoint(manager);
            float[] keys = sound.queue().toFloats();
            keys[7] = Float.NaN;
            Path file = folder.resolve("checkpoint.pth.tar");
            new OfficialCheckpoint(
                            3,
                            "resnet50",
                            sound.query(),
                            sound.key(),
                            TensorData.of(keys, 6, 4),
                            0,
                            sound.queueIndices(),
                            Optional.empty())
                    .write(file, 0);

            assertThatThrownBy(() -> OfficialCheckpoint.read(file))
                    .hasMessageContaining("tensor queue must be finite, but contains NaN");
        }
    }

    @Test
    void otherFilesAreRefused() throws IOException {
        Path file = folder.resolve("model.pth");
        Pth.write(file, TinyResNet.state(1));

        assertThatThrownBy(() -> OfficialCheckpoint.read(file))
                .isInstanceOf(StateFormatException.class)
                .hasMessageContaining("is no usable checkpoint of HCSC, MoCo or PCL");
    }

    private static void assertSame(StateDict found, StateDict expected) {
        assertThat(found.names()).containsExactlyElementsOf(expected.names());
        expected.tensors()
                .forEach((name, tensor) -> assertThat(found.get(name).bytes()).isEqualTo(tensor.bytes()));
    }

    private static Object at(Object root, Object... path) {
        Object place = root;
        for (Object key : path) {
            Object next = place instanceof List<?> list ? list.get((int) key) : ((Map<?, ?>) place).get(key);
            place = Objects.requireNonNull(next);
        }
        return place;
    }

    private static OfficialCheckpoint checkpoint(NDManager manager) {
        StateDict query = encoder(manager);
        StateDict momentum = query.filter(name -> !WeightNames.isBuffer(name));
        TensorData queue = TensorData.of(manager.randomNormal(new Shape(6, 4)));
        return new OfficialCheckpoint(
                200,
                "resnet50",
                query,
                encoder(manager),
                queue,
                2,
                TensorData.of(new long[] {5, 4, 3, 2, 1, 0}, 6),
                Optional.of(new SgdState(0.03, 0.9, 1e-4, momentum)));
    }

    private static StateDict encoder(NDManager manager) {
        Encoder encoder =
                ResNet.encoders(ResNetArchitecture.RESNET50, Stem.IMAGENET, 4).newEncoder(4);
        encoder.initialize(manager, DataType.FLOAT32, new Shape(1, 3, 32, 32));
        StateDict.Builder state = StateDict.builder();
        encoder.getParameters()
                .forEach(named -> state.put(named.getKey(), named.getValue().getArray()));
        return state.build();
    }
}
