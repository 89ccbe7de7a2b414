package io.github.hcsc.core.encoder.resnet;

import io.github.hcsc.core.encoder.Parameters;
import java.util.List;
import java.util.Locale;

/** The ResNets of torchvision: kind of residual block, and blocks per stage. */
public enum ResNetArchitecture {
    /** Two-convolution blocks, 2 per stage. */
    RESNET18(1, 2, 2, 2, 2),
    /** Two-convolution blocks, 3, 4, 6 and 3 per stage. */
    RESNET34(1, 3, 4, 6, 3),
    /** Bottleneck blocks, 3, 4, 6 and 3 per stage. */
    RESNET50(4, 3, 4, 6, 3),
    /** Bottleneck blocks, 3, 4, 23 and 3 per stage. */
    RESNET101(4, 3, 4, 23, 3);

    private final int expansion;

    @SuppressWarnings("ImmutableEnumChecker") // List.of cannot change
    private final List<Integer> blocks;

    ResNetArchitecture(int expansion, Integer... blocks) {
        this.expansion = expansion;
        this.blocks = List.of(blocks);
    }

    /** Returns how many times wider a block's output is than its inner convolutions. */
    public int expansion() {
        return expansion;
    }

    /** Returns the number of residual blocks of each of the four stages. */
    public List<Integer> blocks() {
        return blocks;
    }

    Residual block(Parameters names, int in, int width, int stride) {
        return expansion == 1
                ? Residual.basic(names, in, width, stride)
                : Residual.bottleneck(names, in, width, stride);
    }

    /** Returns torchvision's name, such as {@code resnet50}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
