package io.github.hcsc.core.state.pickle;

import java.util.List;

/**
 * Values from a pickle, taken with the types they must have.
 *
 * @param what what they are for, for messages
 * @param values the values
 */
record Arguments(String what, List<?> values) {
    int size() {
        return values.size();
    }

    <T> T at(int index, Class<T> type) throws RefusedException {
        if (index >= values.size() || !type.isInstance(values.get(index))) {
            throw new RefusedException(
                    "its pickle has " + what + " whose part " + index + " is no " + type.getSimpleName());
        }
        return type.cast(values.get(index));
    }

    String text(int index) throws RefusedException {
        return at(index, String.class);
    }

    long integer(int index) throws RefusedException {
        return at(index, Long.class);
    }

    List<?> list(int index) throws RefusedException {
        return at(index, List.class);
    }

    /** The parts of the first value, which must be a list. */
    Arguments nested() throws RefusedException {
        return new Arguments(what, list(0));
    }

    /** A list of integers, none negative. */
    List<Long> sizes(int index) throws RefusedException {
        Arguments sizes = new Arguments(what, list(index));
        if (sizes.size() > 64) {
            throw new RefusedException("its pickle has a tensor of " + sizes.size() + " dimensions");
        }
        Long[] result = new Long[sizes.size()];
        for (int i = 0; i < result.length; i++) {
            result[i] = sizes.integer(i);
            if (result[i] < 0) {
                throw new RefusedException("its pickle has a tensor with the size or stride " + result[i]);
            }
        }
        return List.of(result);
    }
}
