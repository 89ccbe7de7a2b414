package io.github.hcsc.core.distributed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import com.sun.jna.Pointer;
import io.github.hcsc.core.distributed.Launch.Engine;
import io.github.hcsc.core.torch.TensorMemory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** What NCCL would be called with, as its header nccl.h has it; there is no GPU to call it on. */
final class NcclTest {

    private static final Pointer COMMUNICATOR = new Pointer(42);

    private final NDManager manager = NDManager.newBaseManager();
    private final List<List<Object>> calls = new ArrayList<>();
    private final Nccl nccl = new Nccl(Collectives.single(), this::record, COMMUNICATOR);

    private void record(String function, Object... arguments) {
        List<Object> call = new ArrayList<>(List.of(function));
        call.addAll(Arrays.asList(arguments));
        calls.add(call);
    }

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void sumsInPlaceOnTheDefaultStream() {
        NDArray floats = manager.zeros(new Shape(3, 5));
        NDArray doubles = manager.zeros(new Shape(2), DataType.FLOAT64);

        nccl.queueSum(floats);
        nccl.queueSum(doubles);

        Pointer memory = TensorMemory.of(floats);
        assertThat(calls.get(0)).containsExactly("ncclAllReduce", memory, memory, 15L, 7, 0, COMMUNICATOR, null);
        assertThat(calls.get(1).subList(3, 5)).containsExactly(2L, 8);
    }

    @Test
    void countsWhatOneProcessSendsWhenItGathers() {
        NDArray shard = manager.zeros(new Shape(4, 2), DataType.INT64);
        NDArray all = manager.zeros(new Shape(4, 2), DataType.INT64);

        nccl.queueGather(shard, all);

        assertThat(calls.get(0))
                .containsExactly(
                        "ncclAllGather", TensorMemory.of(shard), TensorMemory.of(all), 8L, 4, COMMUNICATOR, null);
        assertThatThrownBy(() -> nccl.queueGather(shard, manager.zeros(new Shape(4, 2))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void broadcastsFromTheRoot() {
        NDArray bytes = manager.zeros(new Shape(6), DataType.UINT8);

        nccl.queueBroadcast(bytes, 3);

        Pointer memory = TensorMemory.of(bytes);
        assertThat(calls.get(0)).containsExactly("ncclBroadcast", memory, memory, 6L, 1, 3, COMMUNICATOR, null);
        assertThatThrownBy(() -> nccl.queueBroadcast(manager.zeros(new Shape(1), DataType.BOOLEAN), 0))
                .hasMessageContaining("but was boolean");
    }

    @Test
    void leavesTensorsOfTheHostToMpi() {
        NDArray tensor = manager.ones(new Shape(2));

        nccl.allReduceSum(tensor);
        nccl.broadcast(tensor, 0);
        nccl.allGather(tensor, manager.zeros(new Shape(2)));

        assertThat(calls).isEmpty();
        assertThat(nccl.description()).isEqualTo("NCCL over one process");
    }

    @Test
    void meetsByAnIdOfTheHeadersSize() {
        assertThat(new NcclLibrary.UniqueId.ByValue().size()).isEqualTo(128);
    }

    @Test
    void asksTheLibraryOfThisMachine() {
        NcclLibrary library = installed();

        assertThat(library.version()).startsWith("NCCL 2.");
        assertThat(library.newId()).hasSize(128).isNotEqualTo(library.newId());
        assertThatThrownBy(() ->
                        library.call("ncclAllReduce", Pointer.NULL, Pointer.NULL, 1L, 7, 0, Pointer.NULL, Pointer.NULL))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("ncclAllReduce failed: ");
    }

    private static NcclLibrary installed() {
        try {
            return NcclLibrary.load();
        } catch (IllegalStateException e) {
            String message = "SKIPPED, NOT TESTED: " + e.getMessage();
            System.err.println(message);
            return Assumptions.abort(message);
        }
    }

    @Test
    void saysWhatToInstallWhereThereIsNoLibrary() {
        assertThatThrownBy(() -> NcclLibrary.load(Optional.of("/nowhere/libnccl.so")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("apt install libnccl2")
                .hasMessageContaining("set run.distributed to mpi");
    }

    @Test
    void isForSeveralProcesses() {
        Collectives alone = Collectives.single();

        for (Engine engine : Engine.values()) {
            assertThat(engine.forTensorsOf(Device.gpu(), alone)).isSameAs(alone);
        }
    }
}
