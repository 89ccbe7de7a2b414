package io.github.hcsc.core.state.torchscript;

import io.github.hcsc.core.encoder.Backbone;
import java.util.List;

/**
 * What is done to a picture before the network sees it.
 *
 * @param resize the shorter side after resizing
 * @param crop both sides of the central part that is kept
 * @param mean subtracted from each of red, green and blue, where 1 is full light
 * @param deviation each difference is divided by it
 */
public record Preprocessing(int resize, int crop, List<Float> mean, List<Float> deviation) {
    /** Checks sizes and counts. */
    public Preprocessing {
        mean = List.copyOf(mean);
        deviation = List.copyOf(deviation);
        if (crop < 1 || resize < crop || mean.size() != Backbone.CHANNELS || deviation.size() != Backbone.CHANNELS) {
            throw new IllegalArgumentException("preprocessing must resize to at least the crop, with three means and"
                    + " deviations, but was " + resize + ", " + crop + ", " + mean + ", " + deviation);
        }
    }
}
