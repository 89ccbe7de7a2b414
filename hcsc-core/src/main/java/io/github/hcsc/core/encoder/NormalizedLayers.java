package io.github.hcsc.core.encoder;

/**
 * Fully connected layers as in MoCo v3's heads: none has a bias; all but the last are followed by batch normalisation and
 * ReLU.
 *
 * @param in values of an input
 * @param hidden values of what lies between
 * @param layers how many fully connected layers there are
 * @param out values of an output
 */
record NormalizedLayers(int in, int hidden, int layers, int out) {

    NormalizedLayers {
        if (layers < 2) {
            throw new IllegalArgumentException(
                    "layers with batch normalisation between must be at least 2, but were " + layers);
        }
    }

    /** Returns the layers, ending with the last fully connected one. */
    Layer ending(Parameters names) {
        Layer all = hidden(names, 0);
        for (int i = 1; i < layers - 1; i++) {
            all = all.then(hidden(names, i));
        }
        return all.then(Layer.linearWithoutBias(names.in("" + 3 * (layers - 1)), hidden, out));
    }

    /** Returns the layers with a batch normalisation of the outputs that has neither weight nor bias. */
    Layer endingNormalized(Parameters names) {
        return ending(names).then(Layer.plainBatchNorm(names.in("" + (3 * layers - 2)), out));
    }

    private Layer hidden(Parameters names, int i) {
        return Layer.linearWithoutBias(names.in("" + 3 * i), i == 0 ? in : hidden, hidden)
                .then(Layer.batchNorm(names.in("" + (3 * i + 1)), hidden))
                .thenRelu();
    }
}
