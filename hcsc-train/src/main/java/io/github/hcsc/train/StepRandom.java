package io.github.hcsc.train;

import io.github.hcsc.core.encoder.PassRows;
import io.github.hcsc.core.selection.SeededUniforms;
import io.github.hcsc.core.selection.UniformSource;
import java.util.SplittableRandom;
import java.util.function.IntFunction;

/** The random decisions of a training step as a function of the step, so that a resumed run repeats them. */
interface StepRandom {

    /** Returns for each group of batch normalisation the numbers for its selection of negatives. */
    IntFunction<UniformSource> uniforms(long step);

    /** Returns an order of {@code size} keys, in which they pass through the key encoder. */
    long[] keyOrder(long step, int size);

    /** Returns the rows of a view from one on, for a network whose random numbers depend on them. */
    default PassRows rows(long step, int view, int first) {
        return new PassRows(0, step, view, first);
    }

    /** Returns decisions that follow from one seed and are the same on every device, as for a comparison of two. */
    static StepRandom onHost(long seed) {
        StepRandom seeded = seeded(seed);
        return new StepRandom() {
            @Override
            public IntFunction<UniformSource> uniforms(long step) {
                return group -> ReferenceNoise.uniforms(seed + "/step" + step + "/group" + group);
            }

            @Override
            public long[] keyOrder(long step, int size) {
                return seeded.keyOrder(step, size);
            }

            @Override
            public PassRows rows(long step, int view, int first) {
                return seeded.rows(step, view, first);
            }
        };
    }

    /** Returns decisions that follow from one seed. */
    static StepRandom seeded(long seed) {
        return new StepRandom() {
            @Override
            public IntFunction<UniformSource> uniforms(long step) {
                return group -> new SeededUniforms(groupSeed(step, group));
            }

            private long groupSeed(long step, int group) {
                SplittableRandom random = generator(step, 1);
                for (int g = 0; g < group; g++) {
                    random.nextLong();
                }
                return random.nextLong();
            }

            @Override
            public long[] keyOrder(long step, int size) {
                SplittableRandom random = generator(step, 2);
                long[] order = new long[size];
                for (int i = 0; i < size; i++) {
                    int j = random.nextInt(i + 1);
                    order[i] = order[j];
                    order[j] = i;
                }
                return order;
            }

            @Override
            public PassRows rows(long step, int view, int first) {
                return new PassRows(seed, step, view, first);
            }

            private SplittableRandom generator(long step, int purpose) {
                SplittableRandom root = new SplittableRandom(seed * 4 + purpose);
                return new SplittableRandom(root.nextLong() + step);
            }
        };
    }
}
