package io.github.hcsc.train.weights;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.github.hcsc.core.encoder.Encoder;
import io.github.hcsc.core.encoder.resnet.ResNet;
import io.github.hcsc.core.encoder.resnet.ResNetArchitecture;
import io.github.hcsc.core.encoder.resnet.Stem;
import io.github.hcsc.core.state.Safetensors;
import io.github.hcsc.core.state.StateDict;
import java.io.IOException;
import java.nio.file.Path;

/** Encoders of a few channels with random weights. */
public final class TinyEncoders {
    private TinyEncoders() {}

    /** Writes an encoder, head included. */
    public static Path write(Path file) throws IOException {
        try (NDManager manager = NDManager.newBaseManager()) {
            Safetensors.write(file, StateDict.of(create(manager).getParameters()));
            return file;
        }
    }

    static Encoder create(NDManager manager) {
        Encoder encoder =
                ResNet.encoders(ResNetArchitecture.RESNET18, Stem.SMALL, 4).newEncoder(8);
        encoder.initialize(manager, DataType.FLOAT32, new Shape(1, 3, 16, 16));
        return encoder;
    }
}
