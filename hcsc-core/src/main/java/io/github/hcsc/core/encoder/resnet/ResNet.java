package io.github.hcsc.core.encoder.resnet;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import io.github.hcsc.core.encoder.Backbone;
import io.github.hcsc.core.encoder.Encoder;
import io.github.hcsc.core.encoder.EncoderFactory;
import io.github.hcsc.core.encoder.Layer;
import io.github.hcsc.core.encoder.Parameters;
import io.github.hcsc.core.encoder.Pass;
import io.github.hcsc.core.encoder.Precision;
import io.github.hcsc.core.encoder.ProjectionHead;
import io.github.hcsc.core.torch.TorchOps;
import java.util.ArrayList;
import java.util.List;

/**
 * torchvision's ResNet without its classifier: images {@code [N, 3, H, W]} to features {@code [N, featureSize()]}.
 *
 * <p>Architecture (with the stride in the 3 x 3 convolution), initialisation and parameter names are torchvision's, so
 * that weights move either way. Each intermediate tensor is closed as soon as its consumer has run.
 *
 * @see <a href="https://arxiv.org/abs/1512.03385">He et al., Deep Residual Learning for Image Recognition</a>
 */
public final class ResNet extends AbstractBlock implements Backbone {

    private final Layer stem;
    private final List<Layer> stages = new ArrayList<>();
    private final int featureSize;

    /**
     * Describes a network that trains in float32.
     *
     * @param width the channels of the first stage; torchvision's is 64, less makes a slimmer network of the same family
     */
    public ResNet(ResNetArchitecture architecture, Stem stem, int width) {
        this(architecture, stem, width, Precision.FP32);
    }

    /**
     * Describes a network.
     *
     * @param width the channels of the first stage
     * @param precision the number type of activations in training
     */
    public ResNet(ResNetArchitecture architecture, Stem stem, int width, Precision precision) {
        if (width < 1) {
            throw new IllegalArgumentException("width must be at least 1, but was " + width);
        }
        Parameters names = new Parameters("", this::addParameter);
        this.stem = precision.entering(stem(names, stem, width));
        int in = width;
        for (int stage = 0; stage < architecture.blocks().size(); stage++) {
            int stageWidth = width << stage;
            for (int b = 0; b < architecture.blocks().get(stage); b++) {
                int stride = stage > 0 && b == 0 ? 2 : 1;
                stages.add(architecture.block(names.in("layer" + (stage + 1)).in("" + b), in, stageWidth, stride));
                in = stageWidth * architecture.expansion();
            }
        }
        featureSize = in;
    }

    /** Returns the factory of encoders with such a network, trained in float32, and a two-layer head. */
    public static EncoderFactory encoders(ResNetArchitecture architecture, Stem stem, int width) {
        return dim -> {
            ResNet backbone = new ResNet(architecture, stem, width);
            return new Encoder(backbone, ProjectionHead.mlp(backbone.featureSize(), dim));
        };
    }

    private static Layer stem(Parameters names, Stem stem, int width) {
        boolean small = stem == Stem.SMALL;
        Layer convolution = Layer.convolution(names.in("conv1"), CHANNELS, width, small ? 3 : 7, small ? 1 : 2);
        Layer unit = convolution.then(Layer.batchNorm(names.in("bn1"), width)).thenRelu();
        return small ? unit : unit.then((x, pass) -> TorchOps.stemMaxPool(x));
    }

    /** Returns the number of values of a feature: 2048 for ResNet-50. */
    @Override
    public int featureSize() {
        return featureSize;
    }

    /** Returns true: its batch normalisation does. */
    @Override
    public boolean crossesImages() {
        return true;
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore store, NDList inputs, boolean training, PairList<String, Object> parameters) {
        NDArray images = inputs.singletonOrThrow();
        Pass pass = new Pass(store, images.getDevice(), training);
        NDArray x = stem.forward(images, pass);
        for (Layer stage : stages) {
            try (NDArray consumed = x) {
                x = stage.forward(consumed, pass);
            }
        }
        try (NDArray maps = x) {
            return new NDList(TorchOps.globalAveragePool(maps));
        }
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        return new Shape[] {new Shape(inputShapes[0].get(0), featureSize)};
    }
}
