package io.github.hcsc.train.compare;

import io.github.hcsc.train.config.PretrainConfig;
import java.util.Locale;

/** A way to pretrain, as the settings in which it differs from the others. */
public enum Method {
    /** Instance contrast alone, no prototypes. */
    MOCO("MoCo v2"),

    /** Prototypes of every level, all candidates kept: close to PCL (Li et al., ICLR 2021). */
    PCL("PCL-like"),

    /** HCSC as its released code computes it. */
    HCSC_RELEASED("HCSC released"),

    /** HCSC as its paper describes it. */
    HCSC_PAPER("HCSC paper");

    private final String title;

    Method(String title) {
        this.title = title;
    }

    /** What tables call it. */
    public String title() {
        return title;
    }

    /** What options and folders call it: lower case with hyphens. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Turns the common configuration into this method's. */
    PretrainConfig of(PretrainConfig common, int seed) {
        PretrainConfig seeded = common.with("run.seed=" + seed);
        return switch (this) {
            case MOCO -> seeded.with("prototypes.counts=[]");
            case PCL ->
                seeded.with(
                        "objective.fidelity=paper",
                        "objective.selection.instance=false",
                        "objective.selection.prototype=false");
            case HCSC_RELEASED -> seeded.with("objective.fidelity=released");
            case HCSC_PAPER -> seeded.with("objective.fidelity=paper");
        };
    }

    @Override
    public String toString() {
        return word();
    }
}
