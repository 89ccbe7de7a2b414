package io.github.hcsc.core.encoder;

/** Makes encoders of one design, not yet initialised. It is called twice: for the queries and for the keys. */
@FunctionalInterface
public interface EncoderFactory {

    /** Returns a new encoder whose embeddings have {@code dim} values. */
    Encoder newEncoder(int dim);

    /** Returns the factory of a ResNet of the given first-stage width (torchvision: 64) with a two-layer head. */
    static EncoderFactory resNet(ResNetArchitecture architecture, Stem stem, int width) {
        return dim -> {
            ResNet backbone = new ResNet(architecture, stem, width);
            return new Encoder(backbone, ProjectionHead.mlp(backbone.featureSize(), dim));
        };
    }
}
