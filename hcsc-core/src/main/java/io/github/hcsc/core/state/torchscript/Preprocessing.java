package io.github.hcsc.core.state.torchscript;

import java.util.List;
import java.util.Locale;

/**
 * What DJL's translator does to an image before the network sees it.
 *
 * @param resize the short side after resizing, or both sides if {@code squeeze}
 * @param squeeze whether the image is resized to a square whatever its own sides; DJL 0.25 knows no other way
 * @param crop both sides of the central part that is kept
 * @param mean subtracted from each of red, green and blue, where 1 is full light
 * @param deviation each difference is divided by it
 */
public record Preprocessing(int resize, boolean squeeze, int crop, List<Float> mean, List<Float> deviation) {
    /** Checks sizes and counts. */
    public Preprocessing {
        mean = List.copyOf(mean);
        deviation = List.copyOf(deviation);
        if (crop < 1 || resize < crop || mean.size() != 3 || deviation.size() != 3) {
            throw new IllegalArgumentException("preprocessing must resize to at least the crop, with three means and"
                    + " deviations, but was " + resize + ", " + crop + ", " + mean + ", " + deviation);
        }
    }

    /** The evaluation protocol of ImageNet: short side 256, centre 224. */
    public static Preprocessing imageNet() {
        return new Preprocessing(256, false, 224, List.of(0.485f, 0.456f, 0.406f), List.of(0.229f, 0.224f, 0.225f));
    }

    String toProperties() {
        return String.format(
                Locale.ROOT,
                "width=%d\nheight=%d\n%s=%d\ncenterCrop=true\ntoTensor=true\nnormalize=%s,%s,%s,%s,%s,%s\n",
                crop,
                crop,
                squeeze ? "resize" : "resizeShort",
                resize,
                mean.get(0),
                mean.get(1),
                mean.get(2),
                deviation.get(0),
                deviation.get(1),
                deviation.get(2));
    }
}
