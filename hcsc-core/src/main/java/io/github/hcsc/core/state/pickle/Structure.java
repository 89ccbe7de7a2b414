package io.github.hcsc.core.state.pickle;

import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes sure that what a pickle built can be walked through: plain values, of bounded depth, without cycles. */
final class Structure {
    private static final int MAX_DEPTH = 100;
    private static final int OPEN = -1;

    private final IdentityHashMap<Object, Integer> heights = new IdentityHashMap<>();

    private Structure() {}

    static Object checked(Object root) throws RefusedException {
        if (!isValue(root)) {
            throw new RefusedException("its pickle is neither a value, a tensor nor a collection");
        }
        new Structure().height(root, 0);
        return root;
    }

    private int height(Object value, int depth) throws RefusedException {
        Collection<?> parts = parts(value);
        if (parts.isEmpty()) {
            return 0;
        }
        Integer known = heights.putIfAbsent(value, OPEN);
        if (known == null) {
            known = 0;
            if (depth < MAX_DEPTH) {
                for (Object part : parts) {
                    known = Math.max(known, 1 + height(part, depth + 1));
                }
            }
            heights.put(value, known);
        }
        if (known == OPEN) {
            throw new RefusedException("its pickle builds something that contains itself");
        }
        if (depth + known >= MAX_DEPTH) {
            throw new RefusedException("its pickle nests more than " + MAX_DEPTH + " levels deep");
        }
        return known;
    }

    /** Whether this is what a file of weights is read for; functions and storages may be beside it. */
    private static boolean isValue(Object value) {
        return value instanceof List<?>
                || value instanceof Map<?, ?>
                || value instanceof String
                || value instanceof Number
                || value instanceof Boolean
                || value instanceof Optional<?>
                || value instanceof ByteBuffer
                || value instanceof StridedTensor;
    }

    private static Collection<?> parts(Object value) {
        if (value instanceof List<?> list) {
            return list;
        }
        if (value instanceof Map<?, ?> map) {
            return map.values();
        }
        return List.of();
    }
}
