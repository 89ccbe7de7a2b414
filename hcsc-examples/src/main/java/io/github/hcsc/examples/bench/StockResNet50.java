package io.github.hcsc.examples.bench;

import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.ParallelBlock;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.pooling.Pool;
import io.github.hcsc.core.encoder.Encoder;
import java.util.List;

/** torchvision's ResNet-50 from DJL's stock blocks: the way one would write it without this library. */
final class StockResNet50 {

    private static final List<Integer> BLOCKS = List.of(3, 4, 6, 3);

    private StockResNet50() {}

    static Encoder newEncoder(int dim) {
        SequentialBlock backbone = new SequentialBlock()
                .add(convolution(64, 7, 2))
                .add(BatchNorm.builder().build())
                .add(Activation::relu)
                .add(Pool.maxPool2dBlock(new Shape(3, 3), new Shape(2, 2), new Shape(1, 1)));
        for (int stage = 0; stage < BLOCKS.size(); stage++) {
            for (int b = 0; b < BLOCKS.get(stage); b++) {
                backbone.add(bottleneck(64 << stage, stage > 0 && b == 0 ? 2 : 1, b == 0));
            }
        }
        backbone.add(Pool.globalAvgPool2dBlock()).add(Blocks.batchFlattenBlock());
        SequentialBlock head = new SequentialBlock()
                .add(Linear.builder().setUnits(2048).build())
                .add(Activation::relu)
                .add(Linear.builder().setUnits(dim).build());
        return new Encoder(backbone, head);
    }

    private static Block bottleneck(int width, int stride, boolean projected) {
        SequentialBlock path = new SequentialBlock()
                .add(convolution(width, 1, 1))
                .add(BatchNorm.builder().build())
                .add(Activation::relu)
                .add(convolution(width, 3, stride))
                .add(BatchNorm.builder().build())
                .add(Activation::relu)
                .add(convolution(4 * width, 1, 1))
                .add(BatchNorm.builder().build());
        Block shortcut = projected
                ? new SequentialBlock()
                        .add(convolution(4 * width, 1, stride))
                        .add(BatchNorm.builder().build())
                : Blocks.identityBlock();
        return new ParallelBlock(
                branches -> new NDList(Activation.relu(NDArrays.add(
                        branches.get(0).singletonOrThrow(), branches.get(1).singletonOrThrow()))),
                List.of(path, shortcut));
    }

    private static Conv2d convolution(int filters, int kernel, int stride) {
        return Conv2d.builder()
                .setFilters(filters)
                .setKernelShape(new Shape(kernel, kernel))
                .optStride(new Shape(stride, stride))
                .optPadding(new Shape(kernel / 2, kernel / 2))
                .optBias(false)
                .build();
    }
}
