package io.github.hcsc.train.config;

import java.util.Set;

/**
 * What is of HIRL alone; files may leave it out.
 *
 * @param image the method that learns images, which paths through the hierarchy are added to
 * @param negatives paths that are drawn for each image
 * @param headLayers layers of the head of each level
 */
public record HirlConfig(StockMethod image, int negatives, int headLayers) {

    private static final Set<StockMethod> IMAGES = Set.of(StockMethod.MOCO_V2, StockMethod.MOCO_V3, StockMethod.SIMCLR);

    /** As published on MoCo v2. */
    public static final HirlConfig PUBLISHED = new HirlConfig(StockMethod.MOCO_V2, 1000, 2);

    /** Checks every value. */
    public HirlConfig {
        Require.that(IMAGES.contains(image), "image", "be moco-v2, moco-v3 or simclr", ConfigMapper.word(image));
        Require.atLeast(1, "negatives", negatives);
        Require.atLeast(1, "headLayers", headLayers);
    }
}
