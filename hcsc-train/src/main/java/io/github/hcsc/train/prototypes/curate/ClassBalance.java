package io.github.hcsc.train.prototypes.curate;

import io.github.hcsc.train.prototypes.ImageTable;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * How evenly images are spread over classes.
 *
 * @param entropy of the classes' shares, divided by its largest value: 1 if all are equal, 0 if there is one class alone
 * @param smallest images of the smallest class, of all classes of the tree
 * @param largest images of the largest class
 */
public record ClassBalance(double entropy, int smallest, int largest) {

    /**
     * Counts.
     *
     * @param images the classes
     * @param chosen images to count
     */
    public static ClassBalance of(ImageTable images, int... chosen) {
        Map<String, Integer> counts = new TreeMap<>();
        images.classes().forEach(name -> counts.putIfAbsent(name, 0));
        for (int image : chosen) {
            counts.merge(images.classes().get(image), 1, Integer::sum);
        }
        int[] sizes = counts.values().stream().mapToInt(Integer::intValue).toArray();
        double entropy = IntStream.of(sizes)
                .filter(size -> size > 0)
                .mapToDouble(size -> (double) size / chosen.length)
                .map(share -> -share * Math.log(share))
                .sum();
        return new ClassBalance(
                sizes.length == 1 ? 1 : entropy / Math.log(sizes.length),
                IntStream.of(sizes).min().orElseThrow(),
                IntStream.of(sizes).max().orElseThrow());
    }

    /** The figures as a sentence. */
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "entropy %.3f of 1, classes of %d to %d images", entropy, smallest, largest);
    }
}
