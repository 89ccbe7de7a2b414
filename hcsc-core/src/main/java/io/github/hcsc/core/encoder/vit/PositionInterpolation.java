package io.github.hcsc.core.encoder.vit;

import java.util.Arrays;
import java.util.Locale;

/**
 * How learned positions are brought to another grid of patches: separably, bicubic, as PyTorch's {@code interpolate} does.
 * Weights were trained with one of these, and features are right with that one only.
 */
public enum PositionInterpolation {
    /** With {@code antialias=True}: timm, and DINOv2 with registers. */
    ANTIALIAS,
    /** By size, without antialiasing. */
    PLAIN,
    /** As {@link #PLAIN}, by a scale factor of a tenth of a patch more: DINO, and DINOv2 without registers. */
    OFFSET;

    private static final double EXTRA = 0.1;

    /**
     * Returns the interpolation that a file names.
     *
     * @throws IllegalArgumentException if there is none of that name
     */
    public static PositionInterpolation of(String word) {
        return Arrays.stream(values())
                .filter(known -> known.toString().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("interpolation of positions must be one of "
                        + Arrays.toString(values()) + ", but was " + word));
    }

    /**
     * Returns positions {@code [rows * columns, width]} row by row.
     *
     * @param positions those of a square grid {@code [grid * grid, width]}
     * @param grid its rows and columns
     */
    public float[] resized(float[] positions, int grid, int rows, int columns) {
        int width = positions.length / (grid * grid);
        float[] down = weights(grid, rows);
        float[] across = weights(grid, columns);
        float[] resized = new float[rows * columns * width];
        for (int i = 0; i < resized.length; i++) {
            int y = i / width / columns;
            int x = i / width % columns;
            double sum = 0;
            for (int from = 0; from < grid * grid; from++) {
                double weight = (double) down[y * grid + from / grid] * across[x * grid + from % grid];
                sum += weight == 0 ? 0 : weight * positions[from * width + i % width];
            }
            resized[i] = (float) sum;
        }
        return resized;
    }

    /** Returns what each output along an axis takes from each input, {@code [outputs, inputs]} row by row. */
    float[] weights(int inputs, int outputs) {
        float[] weights = new float[outputs * inputs];
        double scale = inputs / (this == OFFSET ? outputs + EXTRA : outputs);
        for (int i = 0; i < outputs; i++) {
            if (this == ANTIALIAS) {
                antialiased(weights, i, inputs, scale);
            } else {
                cubic(weights, i, inputs, scale);
            }
        }
        return weights;
    }

    /** Four inputs around the place; those beyond the border are the border's. */
    private static void cubic(float[] weights, int output, int inputs, double scale) {
        double x = scale * (output + 0.5) - 0.5;
        int before = (int) Math.floor(x);
        for (int k = -1; k <= 2; k++) {
            int input = Math.max(0, Math.min(inputs - 1, before + k));
            weights[output * inputs + input] += (float) kernel(x - before - k, -0.75);
        }
    }

    /** A kernel as wide as the step from output to output, whose weights add up to 1. */
    private static void antialiased(float[] weights, int output, int inputs, double scale) {
        double width = Math.max(scale, 1);
        double x = scale * (output + 0.5);
        int from = (int) Math.max(Math.floor(x - 2 * width + 0.5), 0);
        int to = (int) Math.min(Math.floor(x + 2 * width + 0.5), inputs);
        double sum = 0;
        for (int j = from; j < to; j++) {
            sum += kernel((j - x + 0.5) / width, -0.5);
        }
        for (int j = from; j < to; j++) {
            weights[output * inputs + j] = (float) (kernel((j - x + 0.5) / width, -0.5) / sum);
        }
    }

    /** The cubic convolution kernel (Keys, 1981). */
    private static double kernel(double distance, double a) {
        double u = Math.abs(distance);
        if (u <= 1) {
            return ((a + 2) * u - (a + 3)) * u * u + 1;
        }
        return u < 2 ? a * (((u - 5) * u + 8) * u - 4) : 0;
    }

    /** Returns the word for it in files, such as {@code antialias}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
