package io.github.hcsc.core.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class KeyQueueTest {

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void free() {
        manager.close();
    }

    @Test
    void beginsWithRandomDirectionsOfNobody() {
        KeyQueue queue = KeyQueue.create(manager, 2000, 8);

        for (float norm : queue.keys().norm(new int[] {1}).toFloatArray()) {
            assertThat(norm).isCloseTo(1, within(1e-6f));
        }
        assertThat(queue.keys().mean().getFloat()).isCloseTo(0, within(.02f));
        assertThat(queue.indices().toLongArray()).containsOnly(-1);
        assertThat(queue.pointer()).isZero();
    }

    @Test
    void replacesTheOldestAndGoesRound() {
        KeyQueue queue = KeyQueue.create(manager, 6, 2);
        for (int batch = 0; batch < 4; batch++) {
            queue.enqueue(
                    manager.full(new Shape(2, 2), batch), manager.create(new long[] {10 * batch, 10 * batch + 1}));
        }

        assertThat(queue.keys().toFloatArray()).containsExactly(3, 3, 3, 3, 1, 1, 1, 1, 2, 2, 2, 2);
        assertThat(queue.indices().toLongArray()).containsExactly(30, 31, 10, 11, 20, 21);
        assertThat(queue.pointer()).isEqualTo(2);
    }

    @Test
    void refusesBatchesThatDoNotFillIt() {
        KeyQueue queue = KeyQueue.create(manager, 6, 2);
        NDArray keys = manager.zeros(new Shape(4, 2));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> queue.enqueue(keys, manager.create(new long[4])))
                .withMessage("queue capacity must be a multiple of the batch size 4, but was 6");
    }
}
