package io.github.hcsc.core.state.torchscript;

/** Bicubic resizing from its formula, with weights that widen when shrinking, rounded to whole numbers as bytes are. */
final class Cubic {
    private Cubic() {}

    /** Gives every row {@code size} columns; one that has so many stays as it is. */
    static double[][][] columns(double[][][] rows, int size) {
        int before = rows[0].length;
        if (before == size) {
            return rows;
        }
        double scale = (double) before / size;
        double widening = Math.max(1, scale);
        double[][][] result = new double[rows.length][size][3];
        for (int x = 0; x < size; x++) {
            double centre = (x + 0.5) * scale;
            double[] weights = new double[before];
            double sum = 0;
            for (int i = 0; i < before; i++) {
                weights[i] = weight((i + 0.5 - centre) / widening);
                sum += weights[i];
            }
            for (int y = 0; y < rows.length; y++) {
                for (int colour = 0; colour < 3; colour++) {
                    double value = 0;
                    for (int i = 0; i < before; i++) {
                        value += weights[i] / sum * rows[y][i][colour];
                    }
                    result[y][x][colour] = Math.max(0, Math.min(255, Math.floor(value + 0.5)));
                }
            }
        }
        return result;
    }

    /** Exchanges rows and columns. */
    static double[][][] turned(double[][][] rows) {
        double[][][] result = new double[rows[0].length][rows.length][];
        for (int y = 0; y < rows.length; y++) {
            for (int x = 0; x < rows[0].length; x++) {
                result[x][y] = rows[y][x];
            }
        }
        return result;
    }

    private static double weight(double distance) {
        double x = Math.abs(distance);
        if (x < 1) {
            return 1.5 * x * x * x - 2.5 * x * x + 1;
        }
        return x < 2 ? -0.5 * x * x * x + 2.5 * x * x - 4 * x + 2 : 0;
    }
}
