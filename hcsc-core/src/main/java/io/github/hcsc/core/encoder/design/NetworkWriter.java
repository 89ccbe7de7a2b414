package io.github.hcsc.core.encoder.design;

/**
 * Takes down what a network computes, one operation after another, to say it in another language, such as TorchScript or
 * ONNX. Tensors are those of the network's weights, by their names below the part at hand.
 *
 * @param <V> a value on the way, such as the name of a variable
 */
public interface NetworkWriter<V> {

    /**
     * The operations of a part.
     *
     * @param <V> a value on the way
     */
    @FunctionalInterface
    interface Part<V> {
        /** Takes down the part through a writer of its own, from its input to its output, which is returned. */
        V write(NetworkWriter<V> writer, V input);
    }

    /**
     * Takes down a part of the network that has a name.
     *
     * @param kind what parts of the same operations are called
     * @param name begins the names of its tensors, before a dot
     */
    V part(String kind, String name, V input, Part<V> part);

    /**
     * Takes down a convolution without bias, padded by half of its kernel, and a batch normalisation by the running
     * statistics with epsilon 1e-5.
     *
     * @param convolution name of the convolution, which has a {@code weight}
     * @param norm name of the normalisation, which has {@code weight, bias, running_mean, running_var}
     * @param images {@code [N, C, H, W]}
     */
    V normalizedConvolution(String convolution, String norm, V images, int stride);

    /**
     * Takes down a fully connected layer without bias, and a batch normalisation by the running statistics with epsilon
     * 1e-5.
     *
     * @param linear name of the layer, which has a {@code weight} {@code [out, in]}
     * @param norm name of the normalisation, which has {@code running_mean, running_var}, and perhaps {@code weight, bias}
     * @param rows {@code [N, in]}
     */
    V normalizedLinear(String linear, String norm, V rows);

    /** Takes down negative values becoming zero. The input is not used afterwards. */
    V relu(V input);

    /** Takes down a sum of two values of one shape. */
    V add(V left, V right);

    /** Takes down the largest of each 3 x 3 places, by steps of two, with a margin of one. */
    V maxPool(V images);

    /** Takes down the means of all places, {@code [N, C, H, W]} to {@code [N, C]}. */
    V averagePool(V images);

    /**
     * Takes down a fully connected layer.
     *
     * @param name of the layer, which has a {@code weight} {@code [out, in]} and a {@code bias}
     * @param rows {@code [N, in]}
     */
    V linear(String name, V rows);
}
