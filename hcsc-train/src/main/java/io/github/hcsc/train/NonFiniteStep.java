package io.github.hcsc.train;

import io.github.hcsc.train.metrics.MetricsRecord;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The first step of a run that made numbers NaN or infinite.
 *
 * @param step the step, counted from 1 as in the metrics
 * @param epoch its epoch, counted from 0
 * @param term the first term that is not finite, none if only gradients or weights are
 * @param tensor the first tensor that is not finite, in the order in which a step computes them
 * @param images the images in whose rows of that tensor it begins, or all of the batch where that cannot be told
 * @param batch how many images the batch has
 */
record NonFiniteStep(long step, int epoch, Optional<String> term, String tensor, List<Sample> images, int batch) {

    private static final int NAMED = 10;

    /** An image by its position in the training set and its name. */
    record Sample(long index, String name) {}

    String inWords() {
        List<String> names = images.stream().limit(NAMED).map(Sample::name).toList();
        String more = images.size() > NAMED ? " ..." : "";
        return String.format(
                Locale.ROOT,
                "step %d in epoch %d is the first that is not finite: %s, first in %s, %s: %s%s",
                step,
                epoch,
                term.map(name -> "the term " + name).orElse("no term, but what follows from them"),
                tensor,
                images.size() == batch
                        ? "of all " + batch + " images of the batch"
                        : "of " + images.size() + " of the " + batch + " images of the batch",
                String.join(", ", names),
                more);
    }

    /** Returns what the metrics say of it: names stand in the names of the values. */
    MetricsRecord record() {
        Map<String, Double> values = new LinkedHashMap<>();
        values.put("nonfinite_step", (double) step);
        values.put("nonfinite_images", (double) images.size());
        values.put("nonfinite_tensor: " + tensor, Double.NaN);
        term.ifPresent(name -> values.put("nonfinite_term: " + name, Double.NaN));
        for (Sample image : images.subList(0, Math.min(NAMED, images.size()))) {
            values.put("nonfinite_image: " + image.name(), (double) image.index());
        }
        return new MetricsRecord(step, epoch, values);
    }
}
