package io.github.hcsc.data.source;

import java.util.Locale;

/** How sources describe themselves. */
final class Descriptions {
    private Descriptions() {}

    static String of(String what, int images, int classes) {
        String kinds = classes == 0 ? "no classes" : classes == 1 ? "1 class" : classes + " classes";
        return String.format(Locale.ROOT, "%s with %,d image%s, %s", what, images, images == 1 ? "" : "s", kinds);
    }
}
