package io.github.hcsc.train.accept;

/** Operations by their definitions, number by number in double precision. */
final class PlainJava {

    private PlainJava() {}

    /** Images as rows of channels of places. */
    static final class Images {
        private final float[] values;
        private final int count;
        private final int channels;
        private final int height;
        private final int width;

        Images(float[] values, int count, int channels, int height, int width) {
            this.values = values;
            this.count = count;
            this.channels = channels;
            this.height = height;
            this.width = width;
        }

        double at(int n, int c, int y, int x) {
            boolean inside = 0 <= y && y < height && 0 <= x && x < width;
            return inside ? values[((n * channels + c) * height + y) * width + x] : 0;
        }
    }

    /** How a window moves over images. */
    record Window(int side, int stride, int padding) {

        int places(int size) {
            return (size + 2 * padding - side) / stride + 1;
        }
    }

    /** Returns {@code [n, out, h, w]} of kernels {@code [out, in, side, side]}. */
    static double[] convolution(Images x, float[] kernels, int out, Window window) {
        int height = window.places(x.height);
        int width = window.places(x.width);
        double[] y = new double[x.count * out * height * width];
        forEachProduct(x, out, window, (place, kernel, value) -> y[place] += value * kernels[kernel]);
        return y;
    }

    /** Returns the gradient of kernels where that of the convolution is given. */
    static double[] kernelGradient(Images x, float[] gradient, int out, Window window) {
        double[] kernels = new double[out * x.channels * window.side * window.side];
        forEachProduct(x, out, window, (place, kernel, value) -> kernels[kernel] += value * gradient[place]);
        return kernels;
    }

    private interface Product {
        void of(int place, int kernel, double value);
    }

    private static void forEachProduct(Images x, int out, Window window, Product product) {
        int height = window.places(x.height);
        int width = window.places(x.width);
        for (int i = 0; i < x.count * out * height * width; i++) {
            int left = i % width * window.stride - window.padding;
            int top = i / width % height * window.stride - window.padding;
            int channel = i / width / height % out;
            int n = i / width / height / out;
            for (int k = 0; k < x.channels * window.side * window.side; k++) {
                int dx = k % window.side;
                int dy = k / window.side % window.side;
                int c = k / window.side / window.side;
                product.of(i, channel * x.channels * window.side * window.side + k, x.at(n, c, top + dy, left + dx));
            }
        }
    }

    /** Returns the mean over all places of each channel {@code [n, c]}. */
    static double[] globalAverage(Images x) {
        int places = x.height * x.width;
        double[] means = new double[x.count * x.channels];
        for (int i = 0; i < x.values.length; i++) {
            means[i / places] += (double) x.values[i] / places;
        }
        return means;
    }

    /** Returns the largest of each window of 3 x 3 that moves by 2. */
    static double[] maxPool(Images x) {
        Window window = new Window(3, 2, 1);
        int height = window.places(x.height);
        int width = window.places(x.width);
        double[] y = new double[x.count * x.channels * height * width];
        for (int i = 0; i < y.length; i++) {
            int n = i / width / height / x.channels;
            int c = i / width / height % x.channels;
            y[i] = Double.NEGATIVE_INFINITY;
            for (int k = 0; k < 9; k++) {
                int row = 2 * (i / width % height) - 1 + k / 3;
                int column = 2 * (i % width) - 1 + k % 3;
                if (0 <= row && row < x.height && 0 <= column && column < x.width) {
                    y[i] = Math.max(y[i], x.at(n, c, row, column));
                }
            }
        }
        return y;
    }

    /** Returns images of mean 0 and variance 1 in each channel, times a weight, plus a bias. */
    static double[] batchNorm(Images x, float[] weight, float[] bias) {
        int places = x.height * x.width;
        double[] mean = new double[x.channels];
        double[] variance = new double[x.channels];
        double share = 1.0 / (x.count * places);
        for (int i = 0; i < x.values.length; i++) {
            mean[i / places % x.channels] += share * x.values[i];
        }
        for (int i = 0; i < x.values.length; i++) {
            variance[i / places % x.channels] += share * Math.pow(x.values[i] - mean[i / places % x.channels], 2);
        }
        double[] y = new double[x.values.length];
        for (int i = 0; i < y.length; i++) {
            int c = i / places % x.channels;
            y[i] = (x.values[i] - mean[c]) / Math.sqrt(variance[c] + 1e-5) * weight[c] + bias[c];
        }
        return y;
    }

    /** Returns the products of rows of {@code d} values {@code [n, m]}. */
    static double[] products(float[] rows, float[] others, int d) {
        int m = others.length / d;
        double[] products = new double[rows.length / d * m];
        for (int i = 0; i < products.length; i++) {
            for (int j = 0; j < d; j++) {
                products[i] += (double) rows[i / m * d + j] * others[i % m * d + j];
            }
        }
        return products;
    }

    /** Returns {@code log(sum(exp(row)))} of each row of {@code width} values. */
    static double[] logSumExp(double[] rows, int width) {
        double[] sums = new double[rows.length / width];
        for (int i = 0; i < rows.length; i++) {
            sums[i / width] += Math.exp(rows[i]);
        }
        for (int i = 0; i < sums.length; i++) {
            sums[i] = Math.log(sums[i]);
        }
        return sums;
    }

    /** Returns the position of the nearest of some centroids, the lowest of those at the same distance. */
    static int nearest(float[] point, float[][] centroids) {
        int nearest = 0;
        double smallest = Double.POSITIVE_INFINITY;
        for (int c = 0; c < centroids.length; c++) {
            double distance = 0;
            for (int j = 0; j < point.length; j++) {
                distance += Math.pow((double) point[j] - centroids[c][j], 2);
            }
            if (distance < smallest) {
                smallest = distance;
                nearest = c;
            }
        }
        return nearest;
    }
}
