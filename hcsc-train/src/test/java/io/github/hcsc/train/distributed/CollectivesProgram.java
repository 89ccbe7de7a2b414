package io.github.hcsc.train.distributed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.github.hcsc.core.distributed.Collectives;
import io.github.hcsc.core.distributed.Launch;
import java.nio.charset.StandardCharsets;
import java.util.stream.LongStream;

/** What each of several processes does in {@link MpiTest}. */
final class CollectivesProgram {

    private CollectivesProgram() {}

    public static void main(String[] args) {
        String done = Launch.current().run(Launch.Engine.AUTO, group -> {
            switch (args[0]) {
                case "laws" -> laws(group);
                case "exception" -> fail(group);
                default -> throw new IllegalArgumentException(args[0]);
            }
            return "done by " + group.description();
        });
        System.out.println(done);
    }

    private static void fail(Collectives group) {
        if (group.rank() == 1) {
            throw new IllegalStateException("planted");
        }
        group.barrier();
    }

    /* No GPU: NCCL is not for this process, and asking for it is an error. */
    private static void choosesWhatCarriesTensors(Collectives group) {
        assertThat(Launch.Engine.AUTO.forTensorsOf(Device.cpu(), group)).isSameAs(group);
        assertThat(Launch.Engine.MPI.forTensorsOf(Device.gpu(), group)).isSameAs(group);
        assertThatThrownBy(() -> Launch.Engine.NCCL.forTensorsOf(Device.cpu(), group))
                .hasMessage("run.distributed=nccl needs a GPU for each process, but process " + group.rank()
                        + " computes on cpu(); set it to auto or mpi");
    }

    private static void laws(Collectives group) {
        try (NDManager manager = NDManager.newBaseManager()) {
            sumsInPlace(group, manager);
            sumsNumbers(group);
            gathersInOrder(group, manager);
            broadcastsEveryType(group, manager);
            refusesGaps(group, manager);
            refusesOtherThreads(group);
            if (group.size() > 1) {
                choosesWhatCarriesTensors(group);
            }
        }
        assertThat(group.localRank()).isEqualTo(group.rank());
        group.barrier();
    }

    private static void sumsInPlace(Collectives group, NDManager manager) {
        int n = group.size();
        try (NDArray floats = manager.arange(1_000_000f).mul(group.rank() + 1);
                NDArray whole = manager.full(new Shape(3), group.rank(), DataType.INT64);
                NDArray doubles = manager.full(new Shape(2, 2), 0.1f, DataType.FLOAT64);
                NDArray row = floats.get("3:5")) {
            group.allReduceSum(floats);
            group.allReduceSum(whole);
            group.allReduceSum(doubles);

            float factor = n * (n + 1) / 2f;
            assertThat(floats.getFloat(999_999)).isEqualTo(999_999 * factor);
            assertThat(row.toFloatArray()).as("a view of the same memory").containsExactly(3 * factor, 4 * factor);
            assertThat(whole.toLongArray()).containsOnly(n * (n - 1L) / 2);
            assertThat(doubles.getDouble(1, 1)).isEqualTo(n * (double) 0.1f);
            assertThatThrownBy(() -> group.allReduceSum(manager.zeros(new Shape(2), DataType.UINT8)))
                    .hasMessage("a sum must be of float32, float64 or int64, but was uint8");
        }
    }

    private static void sumsNumbers(Collectives group) {
        double[] fractions = {group.rank(), 0.5, 1e-9};
        long[] counts = {1L << 40, group.rank()};
        group.allReduceSum(fractions);
        group.allReduceSum(counts);

        long ranks = LongStream.range(0, group.size()).sum();
        assertThat(fractions[0]).isEqualTo((double) ranks);
        assertThat(fractions[1]).isEqualTo(group.size() / 2.0);
        assertThat(counts).containsExactly((1L << 40) * group.size(), ranks);
    }

    private static void gathersInOrder(Collectives group, NDManager manager) {
        try (NDArray shard = manager.full(new Shape(2, 3), (float) group.rank());
                NDArray all = manager.zeros(new Shape(2L * group.size(), 3))) {
            group.allGather(shard, all);
            for (int r = 0; r < group.size(); r++) {
                assertThat(all.get(2L * r + 1).toFloatArray()).containsOnly(r);
            }
            assertThatThrownBy(() -> group.allGather(shard, shard.concat(all)))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        int[] numbers = group.allGather(new int[group.rank()]);
        assertThat(numbers).hasSize(group.size() * (group.size() - 1) / 2);
        byte[][] texts = group.allGather("of ".repeat(group.rank()).getBytes(StandardCharsets.UTF_8));
        assertThat(texts).hasNumberOfRows(group.size());
        assertThat(new String(texts[group.size() - 1], StandardCharsets.UTF_8))
                .isEqualTo("of ".repeat(group.size() - 1));
    }

    private static void broadcastsEveryType(Collectives group, NDManager manager) {
        int root = group.size() - 1;
        for (DataType type :
                new DataType[] {DataType.FLOAT32, DataType.FLOAT64, DataType.INT32, DataType.INT64, DataType.UINT8}) {
            try (NDArray values = manager.full(new Shape(5), group.rank(), type)) {
                group.broadcast(values, root);
                assertThat(values.toType(DataType.INT64, false).toLongArray()).containsOnly(root);
            }
        }
    }

    private static void refusesGaps(Collectives group, NDManager manager) {
        NDArray transposed = manager.zeros(new Shape(2, 3)).transpose();
        assertThatThrownBy(() -> group.allReduceSum(transposed))
                .hasMessageContaining("must be contiguous, but was (3, 2) in another layout");
    }

    private static void refusesOtherThreads(Collectives group) {
        Thread other = new Thread(
                () -> assertThatThrownBy(group::barrier).hasMessageContaining("MPI must be called by the thread main"));
        other.start();
        try {
            other.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
