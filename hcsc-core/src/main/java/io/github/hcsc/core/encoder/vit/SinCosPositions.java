package io.github.hcsc.core.encoder.vit;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.initializer.Initializer;

/**
 * Positions {@code [1, n, D]} as sines and cosines of the row and of the column of a patch, at a quarter of the width
 * each; zeros for the class token (MoCo v3).
 *
 * @param architecture of a width that is a multiple of 4
 */
record SinCosPositions(VitArchitecture architecture) implements Initializer {

    private static final int PARTS = 4;
    private static final double LONGEST = 10_000;

    SinCosPositions {
        if (architecture.width() % PARTS != 0) {
            throw new IllegalArgumentException(
                    "fixed positions need a width that is a multiple of 4, but it was " + architecture.width());
        }
    }

    @Override
    public NDArray initialize(NDManager manager, Shape shape, DataType type) {
        return manager.create(values(), shape);
    }

    float[] values() {
        int width = architecture.width();
        int grid = architecture.grid();
        int quarter = width / PARTS;
        float[] values = new float[architecture.positions() * width];
        int at = values.length - grid * grid * width;
        for (int patch = 0; patch < grid * grid; patch++) {
            int row = patch / grid;
            int column = patch % grid;
            for (int i = 0; i < quarter; i++) {
                double frequency = Math.pow(LONGEST, -(double) i / quarter);
                double y = row * frequency;
                double x = column * frequency;
                values[at + i] = (float) Math.sin(y);
                values[at + quarter + i] = (float) Math.cos(y);
                values[at + 2 * quarter + i] = (float) Math.sin(x);
                values[at + 3 * quarter + i] = (float) Math.cos(x);
            }
            at += width;
        }
        return values;
    }
}
