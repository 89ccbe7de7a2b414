package io.github.hcsc.train.cli;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.pooling.Pool;
import io.github.hcsc.core.encoder.Encoder;
import io.github.hcsc.core.encoder.EncoderFactory;

/** Encoders without any part of this library. */
public final class TwoConvolutions implements EncoderFactory {

    @Override
    public Encoder newEncoder(int dim) {
        SequentialBlock backbone = new SequentialBlock();
        for (int channels : new int[] {16, 32}) {
            backbone.add(Conv2d.builder()
                            .setFilters(channels)
                            .setKernelShape(new Shape(3, 3))
                            .optStride(new Shape(4, 4))
                            .optPadding(new Shape(1, 1))
                            .build())
                    .add(BatchNorm.builder().build())
                    .add(Activation.reluBlock());
        }
        return new Encoder(
                backbone.add(Pool.globalAvgPool2dBlock()),
                new SequentialBlock()
                        .add(Activation.reluBlock())
                        .add(Linear.builder().setUnits(dim).build()));
    }

    /** Another class, for the same encoders. */
    public static final class Renamed implements EncoderFactory {
        @Override
        public Encoder newEncoder(int dim) {
            return new TwoConvolutions().newEncoder(dim);
        }
    }

    /** A factory that cannot be made. */
    public static final class WithArgument implements EncoderFactory {
        private final EncoderFactory other;

        /** Takes another. */
        public WithArgument(EncoderFactory other) {
            this.other = other;
        }

        @Override
        public Encoder newEncoder(int dim) {
            return other.newEncoder(dim);
        }
    }

    /** A factory that nobody may make. */
    static final class Hidden implements EncoderFactory {
        @Override
        public Encoder newEncoder(int dim) {
            return new TwoConvolutions().newEncoder(dim);
        }
    }
}
