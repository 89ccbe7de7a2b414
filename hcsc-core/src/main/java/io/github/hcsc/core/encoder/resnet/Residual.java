package io.github.hcsc.core.encoder.resnet;

import ai.djl.ndarray.NDArray;
import io.github.hcsc.core.encoder.Layer;
import io.github.hcsc.core.encoder.Parameters;
import io.github.hcsc.core.encoder.Pass;
import io.github.hcsc.core.torch.TorchOps;

/** A residual block: {@code relu(path(x) + shortcut(x))}, where the shortcut is the input itself if none is given. */
record Residual(Layer path, Layer shortcut) implements Layer {

    private static final Layer IDENTITY = (x, pass) -> x;

    /** Two 3 x 3 convolutions, as in ResNet-18 and -34. */
    static Residual basic(Parameters names, int in, int width, int stride) {
        Layer path = unit(names, 1, in, width, 3, stride).thenRelu().then(unit(names, 2, width, width, 3, 1));
        return new Residual(path, shortcut(names, in, width, stride));
    }

    /** 1 x 1, 3 x 3 (which carries the stride, as in torchvision) and 1 x 1 to four times the width. */
    static Residual bottleneck(Parameters names, int in, int width, int stride) {
        Layer path = unit(names, 1, in, width, 1, 1)
                .thenRelu()
                .then(unit(names, 2, width, width, 3, stride).thenRelu())
                .then(unit(names, 3, width, 4 * width, 1, 1));
        return new Residual(path, shortcut(names, in, 4 * width, stride));
    }

    private static Layer unit(Parameters names, int number, int in, int out, int kernel, int stride) {
        return Layer.convolution(names.in("conv" + number), in, out, kernel, stride)
                .then(Layer.batchNorm(names.in("bn" + number), out));
    }

    private static Layer shortcut(Parameters names, int in, int out, int stride) {
        if (in == out && stride == 1) {
            return IDENTITY;
        }
        Parameters downsample = names.in("downsample");
        return Layer.convolution(downsample.in("0"), in, out, 1, stride).then(Layer.batchNorm(downsample.in("1"), out));
    }

    @Override
    public NDArray forward(NDArray x, Pass pass) {
        NDArray sum = path.forward(x, pass);
        NDArray skipped = shortcut.forward(x, pass);
        sum.addi(skipped);
        if (skipped != x) {
            skipped.close();
        }
        TorchOps.reluInPlace(sum);
        return sum;
    }
}
