package io.github.hcsc.core.state.pickle;

import io.github.hcsc.core.state.Printable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Stands for an object of a class that is not read, whatever it was made of: nothing of it is kept.
 *
 * @param name its class, or the function that makes it, such as {@code datetime.date}
 */
public record ForeignObject(String name) {

    /** Finds the foreign objects in what a pickle has built, the first hundred; each part is looked at once. */
    static final class Foreigners {
        private static final int MOST = 100;

        private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        private final List<String> found = new ArrayList<>();

        private Foreigners() {}

        static List<String> in(Object root) {
            Foreigners foreigners = new Foreigners();
            foreigners.visit("", root);
            return List.copyOf(foreigners.found);
        }

        private void visit(String place, Object value) {
            if (found.size() == MOST) {
                return;
            }
            if (value instanceof ForeignObject foreign) {
                found.add(Printable.of(place) + " (" + foreign.name() + ")");
            } else if (value instanceof Map<?, ?> map && seen.add(value)) {
                map.forEach((key, part) -> visit(place.isEmpty() ? key.toString() : place + "." + key, part));
            } else if (value instanceof List<?> list && seen.add(value)) {
                for (int i = 0; i < list.size(); i++) {
                    visit(place + "[" + i + "]", list.get(i));
                }
            }
        }
    }
}
