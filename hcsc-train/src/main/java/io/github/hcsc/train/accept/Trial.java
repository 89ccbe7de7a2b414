package io.github.hcsc.train.accept;

import java.util.List;

/** Checks that belong together. */
interface Trial {

    /** Returns what is tried, in a few words. */
    String name();

    /** Tries it out. */
    List<Check> checks(Target target);
}
