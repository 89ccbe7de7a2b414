package io.github.hcsc.core;

import java.util.ArrayList;
import java.util.List;

/**
 * The order in which an objective selects and contrasts, by the reference's names.
 *
 * @param levels how many levels of prototypes there are
 * @param views how many local views there are
 * @param selectLocal whether local views use the selected keys
 */
record Plan(int levels, int views, boolean selectLocal) {

    /** One contrast: its name, and the place of its loss among those of a term. */
    record Contrast(String name, String term, int position) {}

    List<String> selections() {
        List<String> names = new ArrayList<>();
        for (int l = 0; l < levels; l++) {
            names.add("level" + l + "/instance");
            if (l + 1 < levels) {
                names.add("level" + l + "/prototype");
            }
        }
        for (int v = 0; v < views; v++) {
            for (int l = 0; l + 1 < levels; l++) {
                names.add("local" + v + "/level" + l + "/prototype");
            }
        }
        return names;
    }

    List<Contrast> contrasts() {
        List<Contrast> contrasts = new ArrayList<>();
        addInstances(contrasts);
        for (int l = 0; l < levels; l++) {
            contrasts.add(new Contrast("level" + l + "/prototype", "prototype", l));
        }
        for (int v = 0; v < views; v++) {
            addLocalInstances(contrasts, v);
            for (int l = 0; l < levels; l++) {
                contrasts.add(
                        new Contrast("local" + v + "/level" + l + "/prototype", "local_prototype", v * levels + l));
            }
        }
        return contrasts;
    }

    private void addInstances(List<Contrast> contrasts) {
        if (levels == 0) {
            contrasts.add(new Contrast("instance", "instance", 0));
        }
        for (int l = 0; l < levels; l++) {
            contrasts.add(new Contrast("level" + l + "/instance", "instance", l));
        }
    }

    private void addLocalInstances(List<Contrast> contrasts, int v) {
        if (levels == 0 || !selectLocal) {
            contrasts.add(new Contrast("local" + v + "/instance", "local_instance", v));
            return;
        }
        for (int l = 0; l < levels; l++) {
            contrasts.add(new Contrast("local" + v + "/level" + l + "/instance", "local_instance", l * views + v));
        }
    }
}
