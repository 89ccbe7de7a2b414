package io.github.hcsc.core.encoder.vit;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The published Vision Transformers of twelve blocks (Touvron et al., Training data-efficient image transformers). */
public enum VitSize {
    /** 192 values of a token, 3 heads. */
    VIT_TINY(192),
    /** 384 values, 6 heads; MoCo v3 has 12. */
    VIT_SMALL(384),
    /** 768 values, 12 heads. */
    VIT_BASE(768);

    /** Blocks. */
    public static final int DEPTH = 12;

    private static final int HEAD = 64;

    private final int width;

    VitSize(int width) {
        this.width = width;
    }

    /** Returns the size of these sizes, none if they are those of no published network. */
    public static Optional<VitSize> of(VitArchitecture architecture) {
        return Arrays.stream(values())
                .filter(size -> size.width == architecture.width() && architecture.depth() == DEPTH)
                .findFirst();
    }

    /** Returns the values of a token. */
    public int width() {
        return width;
    }

    /** Returns the heads that the published network has. */
    public int heads() {
        return width / HEAD;
    }

    /**
     * Returns the heads that networks of a width usually have: one for 64 values; none if that does not divide.
     */
    public static Optional<Integer> usualHeads(int width) {
        return width % HEAD == 0 ? Optional.of(width / HEAD) : Optional.empty();
    }

    /** Returns the name in configurations, such as {@code vit_small}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
