package io.github.hcsc.train.config;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The methods that a configuration can name. */
public enum StockMethod {
    /** HCSC on MoCo's queue; with {@code prototypes.counts: []} it is MoCo v2. */
    @JsonProperty("hcsc")
    HCSC
}
