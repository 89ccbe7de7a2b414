package io.github.hcsc.train.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import java.util.List;

/**
 * The random views of an image and the fixed view used for clustering and evaluation.
 *
 * @param recipe the chains of augmentations
 * @param imageSize side of the query and key views, in pixels
 * @param minScale smallest share of the image's area in a query or key crop
 * @param maxScale largest share of the image's area in a query or key crop
 * @param localCrops further, smaller query views; empty for single-crop training
 * @param evaluationResize shorter side of an image before the centre crop of the fixed view, in pixels
 * @param mean per-channel mean of the normalisation, red, green, blue, of values in [0, 1]
 * @param std per-channel standard deviation of the normalisation
 */
public record ViewsConfig(
        ViewChains recipe,
        int imageSize,
        double minScale,
        double maxScale,
        List<LocalCrops> localCrops,
        int evaluationResize,
        List<Double> mean,
        List<Double> std) {

    /** The order and strength of the augmentations. */
    public enum Recipe {
        /** Crop, greyscale, colour always, flip: MoCo v1. */
        @JsonProperty("v1")
        V1,
        /** Crop, colour, greyscale, blur, flip: MoCo v2, also called aug-plus. */
        @JsonProperty("v2")
        V2,
        /** MoCo v2 without blur, for images of a few dozen pixels. */
        @JsonProperty("v2-small")
        V2_SMALL,
        /** Crop, colour of less saturation, greyscale, blur always, flip: the first view of BYOL and MoCo v3. */
        @JsonProperty("v3")
        V3,
        /** The same with blur rarely, then sometimes the bright half inverted: their second view. */
        @JsonProperty("v3-solarize")
        V3_SOLARIZE,
        /** {@link #V3} without blur, for images of a few dozen pixels. */
        @JsonProperty("v3-small")
        V3_SMALL,
        /** {@link #V3_SOLARIZE} without blur, for images of a few dozen pixels. */
        @JsonProperty("v3-small-solarize")
        V3_SMALL_SOLARIZE
    }

    /**
     * A group of equal local views.
     *
     * @param count views of this kind per image
     * @param size side in pixels
     * @param minScale smallest share of the image's area
     * @param maxScale largest share of the image's area
     */
    public record LocalCrops(int count, int size, double minScale, double maxScale) {
        /** Checks every value. */
        public LocalCrops {
            Require.atLeast(1, "count", count);
            Require.atLeast(8, "size", size);
            Require.scales(minScale, maxScale);
        }
    }

    /** Views of one chain. */
    public ViewsConfig(
            Recipe recipe,
            int imageSize,
            double minScale,
            double maxScale,
            List<LocalCrops> localCrops,
            int evaluationResize,
            List<Double> mean,
            List<Double> std) {
        this(ViewChains.all(recipe), imageSize, minScale, maxScale, localCrops, evaluationResize, mean, std);
    }

    /** Checks every value. */
    public ViewsConfig {
        Require.atLeast(8, "imageSize", imageSize);
        Require.scales(minScale, maxScale);
        Require.that(
                evaluationResize >= imageSize,
                "evaluationResize",
                "be at least imageSize " + imageSize,
                evaluationResize);
        localCrops = List.copyOf(localCrops);
        mean = List.copyOf(mean);
        std = List.copyOf(std);
        Require.that(mean.size() == 3 && mean.stream().allMatch(Double::isFinite), "mean", "be three numbers", mean);
        Require.that(
                std.size() == 3 && std.stream().allMatch(value -> value > 0), "std", "be three positive numbers", std);
    }

    /**
     * The views of the published evaluation: centre crops, normalised with ImageNet's mean and deviation.
     *
     * @param imageSize side of a view, in pixels
     * @param evaluationResize shorter side of an image before the centre crop, in pixels
     */
    public static ViewsConfig usual(int imageSize, int evaluationResize) {
        return new ViewsConfig(
                Recipe.V2,
                imageSize,
                0.2,
                1,
                List.of(),
                evaluationResize,
                List.of(0.485, 0.456, 0.406),
                List.of(0.229, 0.224, 0.225));
    }

    /** Returns these views at other sizes: of a view, and of an image's shorter side before the centre crop. */
    public ViewsConfig withSizes(int size, int resize) {
        return new ViewsConfig(recipe, size, minScale, maxScale, localCrops, resize, mean, std);
    }

    /** Returns these views normalised with another deviation. */
    public ViewsConfig withStd(List<Double> deviation) {
        return new ViewsConfig(recipe, imageSize, minScale, maxScale, localCrops, evaluationResize, mean, deviation);
    }

    /**
     * Reads YAML text.
     *
     * @param yaml what {@link #toYaml} returned
     * @param origin what to call it in errors
     * @throws ConfigException naming origin, line and column if a key is unknown or missing, or a value is unusable
     */
    public static ViewsConfig parse(String yaml, String origin) {
        YamlTree tree = YamlTree.parse(yaml, origin);
        try {
            return ConfigMapper.bind(tree.root(), ViewsConfig.class);
        } catch (JsonMappingException e) {
            throw BindingFailure.explain(e, tree);
        } catch (JsonProcessingException e) {
            throw new ConfigException(origin + ": " + e.getOriginalMessage(), e);
        }
    }

    /** These views as YAML that {@link #parse} accepts. */
    public String toYaml() {
        return ConfigMapper.write(this);
    }

    /** Local views per image. */
    public int localViews() {
        return localCrops.stream().mapToInt(LocalCrops::count).sum();
    }
}
