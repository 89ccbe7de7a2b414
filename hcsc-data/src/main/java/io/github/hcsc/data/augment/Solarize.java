package io.github.hcsc.data.augment;

import java.util.random.RandomGenerator;

/**
 * Inverts bright values: {@code v} becomes {@code 255 - v} where it is not below a threshold.
 *
 * @param threshold the smallest value that is inverted, from 0 to 256
 */
public record Solarize(int threshold) implements Transform {

    /** Checks the threshold. */
    public Solarize {
        if (threshold < 0 || threshold > 256) {
            throw new IllegalArgumentException("threshold must lie in [0, 256], but was " + threshold);
        }
    }

    @Override
    public void apply(View view, RandomGenerator random) {
        byte[] values = view.rgb();
        for (int i = 0; i < values.length; i++) {
            int value = Byte.toUnsignedInt(values[i]);
            values[i] = (byte) (value < threshold ? value : 255 - value);
        }
    }
}
