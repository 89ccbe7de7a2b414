package io.github.hcsc.core.encoder.design;

import io.github.hcsc.core.encoder.ProjectionHead;

/**
 * What a projection head looks like.
 *
 * @param kind how its layers follow one another
 * @param layers how many fully connected layers it has
 * @param hidden values of what lies between, 0 for as many as a feature has
 * @param dim values of an embedding
 */
public record Head(Kind kind, int layers, int hidden, int dim) {

    /** How the layers of a head follow one another. */
    public enum Kind {
        /** With bias, and ReLU between, as in MoCo v1 and v2. */
        PLAIN,
        /** Without bias, with batch normalisation after each and ReLU between, as in MoCo v3. */
        NORMALIZED
    }

    /** Returns a head of one layer. */
    public static Head linear(int dim) {
        return new Head(Kind.PLAIN, 1, 0, dim);
    }

    /** Returns a head of two layers. */
    public static Head mlp(int dim) {
        return new Head(Kind.PLAIN, 2, 0, dim);
    }

    /** Returns a head with batch normalisation, as {@link ProjectionHead#normalized}. */
    public static Head normalized(int hidden, int layers, int dim) {
        return new Head(Kind.NORMALIZED, layers, hidden, dim);
    }

    /** Returns a head of this design for features of the given size, not yet initialised. */
    public ProjectionHead newBlock(int featureSize) {
        return switch (kind) {
            case PLAIN -> layers > 1 ? ProjectionHead.mlp(featureSize, dim) : ProjectionHead.linear(featureSize, dim);
            case NORMALIZED -> ProjectionHead.normalized(featureSize, hidden, layers, dim);
        };
    }

    /** Takes down the head from features to embeddings, not yet of unit length. */
    public <V> V write(NetworkWriter<V> writer, V features) {
        return switch (kind) {
            case PLAIN ->
                layers > 1
                        ? writer.part(
                                "Head", "fc", features, (head, x) -> head.linear("2", head.relu(head.linear("0", x))))
                        : writer.linear("fc", features);
            case NORMALIZED -> writer.part("Projector" + layers, "fc", features, this::writeNormalized);
        };
    }

    private <V> V writeNormalized(NetworkWriter<V> writer, V features) {
        V x = features;
        for (int i = 0; i < layers; i++) {
            x = writer.normalizedLinear("" + 3 * i, "" + (3 * i + 1), x);
            x = i < layers - 1 ? writer.relu(x) : x;
        }
        return x;
    }

    /** Returns what it is in words, such as {@code two layers to 128}. */
    @Override
    public String toString() {
        String count = layers == 1 ? "one layer" : layers == 2 ? "two layers" : layers + " layers";
        return count + " to " + dim + (kind == Kind.NORMALIZED ? " with batch normalisation" : "");
    }
}
