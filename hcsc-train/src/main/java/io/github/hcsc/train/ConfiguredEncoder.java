package io.github.hcsc.train;

import io.github.hcsc.core.encoder.Encoder;
import io.github.hcsc.core.encoder.EncoderFactory;
import io.github.hcsc.core.encoder.Precision;
import io.github.hcsc.core.encoder.ProjectionHead;
import io.github.hcsc.core.encoder.design.EncoderDesign;
import io.github.hcsc.core.encoder.design.ResNetDesign;
import io.github.hcsc.core.encoder.resnet.ResNet;
import io.github.hcsc.core.encoder.resnet.ResNetArchitecture;
import io.github.hcsc.core.encoder.resnet.Stem;
import io.github.hcsc.train.config.EncoderConfig;
import java.util.List;

/** The encoder that a configuration names. */
public final class ConfiguredEncoder {

    /** Channels of the first stage of the published networks. */
    private static final int PUBLISHED_WIDTH = 64;

    private ConfiguredEncoder() {}

    static EncoderFactory of(EncoderConfig config, Precision precision) {
        ResNetArchitecture architecture =
                switch (config.architecture()) {
                    case RESNET18 -> ResNetArchitecture.RESNET18;
                    case RESNET34 -> ResNetArchitecture.RESNET34;
                    case RESNET50 -> ResNetArchitecture.RESNET50;
                    case RESNET101 -> ResNetArchitecture.RESNET101;
                };
        Stem stem =
                switch (config.stem()) {
                    case IMAGENET -> Stem.IMAGENET;
                    case SMALL -> Stem.SMALL;
                };
        int width = (int) Math.max(1, Math.round(PUBLISHED_WIDTH * config.width()));
        return dim -> {
            ResNet backbone = new ResNet(architecture, stem, width, precision);
            int features = backbone.featureSize();
            return new Encoder(
                    backbone,
                    config.mlpHead() ? ProjectionHead.mlp(features, dim) : ProjectionHead.linear(features, dim));
        };
    }

    /** Returns the settings, as of {@code --set}, that make a configuration's backbone one of that design. */
    public static List<String> settings(EncoderDesign design) {
        ResNetDesign network = (ResNetDesign) design;
        return List.of(
                "encoder.architecture=" + network.architecture(),
                "encoder.stem=" + network.stem(),
                "encoder.width=" + network.width() / (double) PUBLISHED_WIDTH);
    }
}
