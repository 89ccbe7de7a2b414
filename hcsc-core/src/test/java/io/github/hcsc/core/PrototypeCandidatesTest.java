package io.github.hcsc.core;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.hcsc.core.PrototypeCandidates.Excluded;
import io.github.hcsc.core.PrototypeCandidates.Range;
import io.github.hcsc.core.prototype.PrototypeLevel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Six prototypes, of which the training images use 0 to 4; the batch has two images, of prototypes 0 and 2. */
final class PrototypeCandidatesTest {

    private final NDManager manager = NDManager.newBaseManager();
    private final NDArray anchors = manager.create(new long[] {0, 2});
    private final PrototypeLevel level = new PrototypeLevel(
            manager.ones(new Shape(6, 2)), manager.ones(new Shape(6)), manager.create(new long[] {0, 2, 4, 1, 1}));

    @AfterEach
    void free() {
        manager.close();
    }

    @Test
    void releasedAreThoseBelowTheLargestOfAllImagesWithoutTheBatchs() {
        assertThat(eligible(Range.BELOW_LARGEST, Excluded.BATCH)).containsExactly(0, 1, 0, 1, 0, 0);
    }

    @Test
    void otherwiseAllButTheQuerysOwn() {
        assertThat(eligible(Range.ALL, Excluded.OWN)).containsExactly(0, 1, 1, 1, 1, 1, 1, 1, 0, 1, 1, 1);
    }

    @Test
    void rangeAndExclusionCombineFreely() {
        assertThat(eligible(Range.ALL, Excluded.BATCH)).containsExactly(0, 1, 0, 1, 1, 1);
        assertThat(eligible(Range.BELOW_LARGEST, Excluded.OWN)).containsExactly(0, 1, 1, 1, 0, 0, 1, 1, 0, 1, 0, 0);
    }

    private float[] eligible(Range range, Excluded excluded) {
        return new PrototypeCandidates(range, excluded).eligible(anchors, level).toFloatArray();
    }
}
