package io.github.hcsc.core.prototype;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Signs of a poor clustering, in words. */
public final class ClusteringWarnings {
    private static final int FEW_IMAGES = 10;

    private ClusteringWarnings() {}

    /**
     * Looks for levels whose prototypes say little. Levels above the finest have few points for each prototype by design.
     *
     * @param sizes for each level, finest first, how many images each prototype has
     * @return a sentence if the finest level has fewer than ten images per prototype, for each level that has all images in
     *     one, and for each that is as large as the level below
     */
    public static List<String> of(List<int[]> sizes) {
        List<String> warnings = new ArrayList<>();
        for (int l = 0; l < sizes.size(); l++) {
            int prototypes = sizes.get(l).length;
            int images = Arrays.stream(sizes.get(l)).sum();
            if (l == 0 && images < FEW_IMAGES * prototypes) {
                warnings.add("level 0 has " + prototypes + " prototypes for " + images + " images, fewer than "
                        + FEW_IMAGES + " each");
            }
            if (prototypes > 1 && Arrays.stream(sizes.get(l)).anyMatch(size -> size == images)) {
                warnings.add("level " + l + " has all images in one of its " + prototypes + " prototypes");
            }
            if (l > 0 && prototypes == sizes.get(l - 1).length) {
                warnings.add("level " + l + " has as many prototypes as level " + (l - 1) + ", and so repeats it");
            }
        }
        return warnings;
    }
}
