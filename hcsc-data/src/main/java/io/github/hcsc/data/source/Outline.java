package io.github.hcsc.data.source;

/** The nine shapes, three of each family in turn, as distances: negative inside, within a circle of radius 1 or so. */
enum Outline {
    DISC {
        @Override
        double distance(double x, double y) {
            return Math.hypot(x, y) - 0.88;
        }
    },
    RING {
        @Override
        double distance(double x, double y) {
            return Math.abs(Math.hypot(x, y) - 0.7) - 0.27;
        }
    },
    CRESCENT {
        @Override
        double distance(double x, double y) {
            return Math.max(Math.hypot(x, y) - 1, 0.72 - Math.hypot(x - 0.5, y));
        }
    },
    TRIANGLE {
        @Override
        double distance(double x, double y) {
            return Math.max(-y, Math.max(SIN_60 * x, -SIN_60 * x) + y / 2) - 0.52;
        }
    },
    SQUARE {
        @Override
        double distance(double x, double y) {
            return Math.max(Math.abs(x), Math.abs(y)) - 0.76;
        }
    },
    STAR {
        @Override
        double distance(double x, double y) {
            double most = Double.NEGATIVE_INFINITY;
            double second = Double.NEGATIVE_INFINITY;
            for (int i = 0; i < STAR_NORMALS.length; i += 2) {
                double side = x * STAR_NORMALS[i] + y * STAR_NORMALS[i + 1];
                second = Math.max(second, Math.min(most, side));
                most = Math.max(most, side);
            }
            return second - 0.36;
        }
    },
    CROSS {
        @Override
        double distance(double x, double y) {
            return Math.min(toSegment(x, y, -1, 0, 1, 0), toSegment(x, y, 0, -1, 0, 1)) - STROKE;
        }
    },
    FORK {
        @Override
        double distance(double x, double y) {
            double right = toSegment(x, y, 0, 0, SIN_60, -0.5);
            double left = toSegment(x, y, 0, 0, -SIN_60, -0.5);
            return Math.min(toSegment(x, y, 0, 0, 0, 1), Math.min(left, right)) - STROKE;
        }
    },
    ZIGZAG {
        @Override
        double distance(double x, double y) {
            double ends = Math.min(toSegment(x, y, -0.75, -0.7, -0.25, 0.7), toSegment(x, y, 0.25, -0.7, 0.75, 0.7));
            return Math.min(ends, toSegment(x, y, -0.25, 0.7, 0.25, -0.7)) - 0.8 * STROKE;
        }
    };

    private static final double SIN_60 = Math.sqrt(3) / 2;
    private static final double STROKE = 0.24;
    private static final double[] STAR_NORMALS = starNormals();

    abstract double distance(double x, double y);

    private static double[] starNormals() {
        double[] normals = new double[10];
        for (int i = 0; i < 5; i++) {
            normals[2 * i] = Math.sin(2 * Math.PI * i / 5);
            normals[2 * i + 1] = Math.cos(2 * Math.PI * i / 5);
        }
        return normals;
    }

    private static double toSegment(double x, double y, double ax, double ay, double bx, double by) {
        double dx = bx - ax;
        double dy = by - ay;
        double along = ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy);
        double t = Math.max(0, Math.min(1, along));
        return Math.hypot(x - ax - t * dx, y - ay - t * dy);
    }
}
