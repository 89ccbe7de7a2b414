package io.github.hcsc.train.config;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Which semantics the keys that are not given take: those of the released code, or those of the published formulas. */
public enum Fidelity {
    /** What the released code computes, and so what the published weights were trained with. */
    @JsonProperty("released")
    RELEASED,
    /** What the method's description says. */
    @JsonProperty("paper")
    PAPER
}
