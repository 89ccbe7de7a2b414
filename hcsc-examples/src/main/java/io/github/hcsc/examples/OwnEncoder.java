package io.github.hcsc.examples;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.pooling.Pool;
import io.github.hcsc.core.encoder.Encoder;
import io.github.hcsc.core.encoder.EncoderFactory;
import io.github.hcsc.core.encoder.ProjectionHead;
import io.github.hcsc.train.PretrainerBuilder;
import java.io.IOException;

/**
 * Trains another network than a ResNet, here four plain convolutions of DJL's blocks: {@code mvn -q compile exec:java
 * -Dexec.mainClass=io.github.hcsc.examples.OwnEncoder}.
 *
 * <p>On the command line it is {@code --encoder-factory io.github.hcsc.examples.OwnEncoder}, for {@code pretrain} and for
 * everything that opens such a run: {@code resume}, {@code eval}, {@code embed}, {@code search}, {@code export}. In Java
 * it is {@code TrainedEncoder.open(run, new OwnEncoder(), manager)}.
 */
public final class OwnEncoder implements EncoderFactory {

    private static final int[] CHANNELS = {16, 32, 64, 128};

    /** Compares it with the configured ResNet: in half a minute, or on so many images for so many epochs. */
    public static void main(String[] args) throws IOException {
        System.out.println(SmallRun.of(args).compare(OwnEncoder::plug));
    }

    static PretrainerBuilder plug(PretrainerBuilder pretrainer) {
        return pretrainer.optEncoder(new OwnEncoder());
    }

    /** Called twice by a training, for the queries and for the keys, and once by whoever opens the run. */
    @Override
    public Encoder newEncoder(int dim) {
        SequentialBlock backbone = new SequentialBlock();
        for (int channels : CHANNELS) {
            backbone.add(Conv2d.builder()
                            .setFilters(channels)
                            .setKernelShape(new Shape(3, 3))
                            .optStride(new Shape(2, 2))
                            .optPadding(new Shape(1, 1))
                            .optBias(false)
                            .build())
                    .add(BatchNorm.builder().build())
                    .add(Activation.reluBlock());
        }
        backbone.add(Pool.globalAvgPool2dBlock()); // [N, 128]
        return new Encoder(backbone, ProjectionHead.mlp(CHANNELS[CHANNELS.length - 1], dim));
    }
}
