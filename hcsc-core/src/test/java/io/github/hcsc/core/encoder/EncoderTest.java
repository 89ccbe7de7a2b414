package io.github.hcsc.core.encoder;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Blocks;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import io.github.hcsc.core.encoder.resnet.ResNet;
import io.github.hcsc.core.encoder.resnet.ResNetArchitecture;
import io.github.hcsc.core.encoder.resnet.Stem;
import org.junit.jupiter.api.Test;

final class EncoderTest {

    @Test
    void crossesImagesUnlessItsBackboneSaysOtherwise() {
        assertThat(ResNet.encoders(ResNetArchitecture.RESNET18, Stem.SMALL, 4)
                        .newEncoder(8)
                        .crossesImages())
                .as("batch normalisation")
                .isTrue();
        assertThat(new Encoder(Blocks.identityBlock(), ProjectionHead.mlp(4, 8)).crossesImages())
                .as("nobody knows")
                .isTrue();
        assertThat(new Encoder(new Apart(), ProjectionHead.mlp(4, 8)).crossesImages())
                .isFalse();
    }

    /** Leaves each image to itself. */
    private static final class Apart extends AbstractBlock implements Backbone {
        @Override
        public int featureSize() {
            return 4;
        }

        @Override
        public boolean crossesImages() {
            return false;
        }

        @Override
        protected NDList forwardInternal(
                ParameterStore store, NDList inputs, boolean training, PairList<String, Object> parameters) {
            return inputs;
        }

        @Override
        public Shape[] getOutputShapes(Shape[] inputShapes) {
            return new Shape[] {new Shape(inputShapes[0].get(0), featureSize())};
        }
    }
}
