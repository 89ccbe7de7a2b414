package io.github.hcsc.core;

/** Which negatives of local views are selected. */
public enum LocalSelection {
    /** None: local views see every candidate. */
    NONE,
    /** Prototypes only: the released code without its option {@code selection_on_local}. */
    PROTOTYPES,
    /** Prototypes, and queue keys with the decisions made for the query view. */
    BOTH
}
