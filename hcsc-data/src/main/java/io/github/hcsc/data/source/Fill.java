package io.github.hcsc.data.source;

/** The three ways to fill a shape: how much of the second colour a place has, from 0 to 1. */
enum Fill {
    PLAIN {
        @Override
        double second(double depth, double across, double pixel) {
            return 0;
        }
    },
    STRIPED {
        @Override
        double second(double depth, double across, double pixel) {
            double phase = across / PERIOD - Math.floor(across / PERIOD);
            double toStripe = (Math.abs(phase - 0.5) - 0.25) * PERIOD;
            return ShapePainter.coverage(toStripe, pixel);
        }
    },
    RIMMED {
        @Override
        double second(double depth, double across, double pixel) {
            return ShapePainter.coverage(RIM - depth, pixel);
        }
    };

    private static final double PERIOD = 0.6;
    private static final double RIM = 0.22;

    /**
     * The share of the second colour.
     *
     * @param depth distance to the outline, positive inside
     * @param across position across the stripes
     * @param pixel the side of a pixel in the same unit
     */
    abstract double second(double depth, double across, double pixel);
}
