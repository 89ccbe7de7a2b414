package io.github.hcsc.core.prototype;

/** The nearest centroids by the definition, in double. */
record NaiveKernel(float[] values, int dimension) implements AssignKernel {

    @Override
    public int[] nearest(float[][] centroids) {
        int[] labels = new int[values.length / dimension];
        for (int i = 0; i < labels.length; i++) {
            double smallest = Double.POSITIVE_INFINITY;
            for (int c = 0; c < centroids.length; c++) {
                double distance = 0;
                for (int j = 0; j < dimension; j++) {
                    double difference = (double) values[i * dimension + j] - centroids[c][j];
                    distance += difference * difference;
                }
                if (distance < smallest) {
                    smallest = distance;
                    labels[i] = c;
                }
            }
        }
        return labels;
    }

    @Override
    public void close() {}
}
