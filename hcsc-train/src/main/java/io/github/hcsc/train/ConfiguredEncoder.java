package io.github.hcsc.train;

import io.github.hcsc.core.encoder.Backbone;
import io.github.hcsc.core.encoder.Encoder;
import io.github.hcsc.core.encoder.EncoderFactory;
import io.github.hcsc.core.encoder.Precision;
import io.github.hcsc.core.encoder.design.EncoderDesign;
import io.github.hcsc.core.encoder.design.Head;
import io.github.hcsc.core.encoder.design.ResNetDesign;
import io.github.hcsc.core.encoder.design.VitDesign;
import io.github.hcsc.core.encoder.resnet.ResNet;
import io.github.hcsc.core.encoder.resnet.ResNetArchitecture;
import io.github.hcsc.core.encoder.resnet.Stem;
import io.github.hcsc.core.encoder.vit.PositionInterpolation;
import io.github.hcsc.core.encoder.vit.Vit;
import io.github.hcsc.core.encoder.vit.VitArchitecture;
import io.github.hcsc.core.encoder.vit.VitFeatures;
import io.github.hcsc.core.encoder.vit.VitOptions;
import io.github.hcsc.core.encoder.vit.VitSize;
import io.github.hcsc.train.config.ConfigException;
import io.github.hcsc.train.config.EncoderConfig;
import java.util.List;
import java.util.function.IntFunction;

/** The encoder that a configuration names. */
public final class ConfiguredEncoder {

    private ConfiguredEncoder() {}

    /**
     * @param imageSize side of a view in pixels
     * @param head what the method embeds features with
     */
    static EncoderFactory of(EncoderConfig config, int imageSize, IntFunction<Head> head, Precision precision) {
        return dim -> {
            Backbone backbone =
                    switch (config.architecture()) {
                        case RESNET18 -> resNet(ResNetArchitecture.RESNET18, config, precision);
                        case RESNET34 -> resNet(ResNetArchitecture.RESNET34, config, precision);
                        case RESNET50 -> resNet(ResNetArchitecture.RESNET50, config, precision);
                        case RESNET101 -> resNet(ResNetArchitecture.RESNET101, config, precision);
                        case VIT_TINY -> transformer(VitSize.VIT_TINY, config, imageSize, precision);
                        case VIT_SMALL -> transformer(VitSize.VIT_SMALL, config, imageSize, precision);
                        case VIT_BASE -> transformer(VitSize.VIT_BASE, config, imageSize, precision);
                    };
            return new Encoder(backbone, head.apply(dim).newBlock(backbone.featureSize()));
        };
    }

    private static ResNet resNet(ResNetArchitecture architecture, EncoderConfig config, Precision precision) {
        return new ResNet(architecture, stem(config.stem()), scaled(ResNetDesign.PUBLISHED_WIDTH, config), precision);
    }

    private static Vit transformer(VitSize size, EncoderConfig config, int imageSize, Precision precision) {
        VitOptions options = new VitOptions(
                features(config.features()),
                PositionInterpolation.ANTIALIAS,
                positions(config.positions()),
                VitOptions.Patches.valueOf(config.patchProjection().name()),
                config.dropPath(),
                precision);
        try {
            return new Vit(architecture(size, config, imageSize), options);
        } catch (IllegalArgumentException e) {
            throw new ConfigException("encoder: " + e.getMessage(), e);
        }
    }

    private static VitArchitecture architecture(VitSize size, EncoderConfig config, int imageSize) {
        return new VitArchitecture(
                scaled(size.width(), config),
                config.depth() == 0 ? VitSize.DEPTH : config.depth(),
                config.heads() == 0 ? size.heads() : config.heads(),
                config.patch(),
                VitArchitecture.patches(imageSize, config.patch()),
                config.registers(),
                config.registers() == 0,
                config.layerScale());
    }

    private static int scaled(int publishedWidth, EncoderConfig config) {
        return (int) Math.max(1, Math.round(publishedWidth * config.width()));
    }

    private static Stem stem(EncoderConfig.Stem stem) {
        return switch (stem) {
            case IMAGENET -> Stem.IMAGENET;
            case SMALL -> Stem.SMALL;
        };
    }

    private static VitFeatures features(EncoderConfig.Features features) {
        return switch (features) {
            case CLASS -> VitFeatures.CLASS;
            case MEAN -> VitFeatures.MEAN;
            case CLASS_AND_MEAN -> VitFeatures.CLASS_AND_MEAN;
            case NORM_OF_MEAN -> VitFeatures.NORM_OF_MEAN;
        };
    }

    private static VitOptions.Positions positions(EncoderConfig.Positions positions) {
        return switch (positions) {
            case FIXED -> VitOptions.Positions.FIXED;
            case LEARNED -> VitOptions.Positions.LEARNED;
        };
    }

    /**
     * Returns the settings, as of {@code --set}, that make a configuration's backbone one of that design.
     */
    public static List<String> settings(EncoderDesign design) {
        return design instanceof VitDesign vit ? transformer(vit) : resNet((ResNetDesign) design);
    }

    /** Returns whether a design is for images of the sizes that the configured encoder is for. */
    public static boolean seesAlike(EncoderDesign design, EncoderConfig config) {
        return design instanceof ResNetDesign network
                && !config.architecture().isTransformer()
                && network.stem().name().equals(config.stem().name());
    }

    private static List<String> resNet(ResNetDesign network) {
        return List.of(
                "encoder.architecture=" + network.architecture(),
                "encoder.stem=" + network.stem(),
                "encoder.width=" + network.width() / (double) ResNetDesign.PUBLISHED_WIDTH);
    }

    private static List<String> transformer(VitDesign network) {
        VitArchitecture sizes = network.architecture();
        VitSize size = VitSize.of(sizes).orElse(VitSize.VIT_TINY);
        return List.of(
                "encoder.architecture=" + size,
                "encoder.width=" + sizes.width() / (double) size.width(),
                "encoder.patch=" + sizes.patch(),
                "encoder.registers=" + sizes.registers(),
                "encoder.depth=" + sizes.depth(),
                "encoder.heads=" + sizes.heads(),
                "encoder.layerScale=" + sizes.layerScale(),
                "encoder.features=" + network.features(),
                "encoder.positions=" + network.positions());
    }
}
