package io.github.hcsc.core.prototype;

import java.util.Arrays;

/** Rows scaled to unit length. */
final class UnitRows {
    private static final double SHORTEST = 1e-12;

    private UnitRows() {}

    static float[][] of(float[][] rows) {
        return Arrays.stream(rows).map(UnitRows::unit).toArray(float[][]::new);
    }

    private static float[] unit(float[] row) {
        double squares = 0;
        for (float value : row) {
            squares += (double) value * value;
        }
        float norm = (float) Math.max(Math.sqrt(squares), SHORTEST);
        float[] unit = new float[row.length];
        for (int j = 0; j < row.length; j++) {
            unit[j] = row[j] / norm;
        }
        return unit;
    }
}
