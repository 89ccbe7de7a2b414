package io.github.hcsc.core.state.pickle;

import io.github.hcsc.core.state.FileSlice;
import java.util.Optional;

/** Elements in a row that one or more tensors are views of. In the old format, where they lie is known last. */
final class Storage {
    private final StorageType type;
    private final long count;
    private Optional<FileSlice> place = Optional.empty();

    Storage(StorageType type, long count) throws RefusedException {
        if (count < 0 || count > Long.MAX_VALUE / Long.BYTES) {
            throw new RefusedException("its pickle refers to " + count + " stored elements");
        }
        this.type = type;
        this.count = count;
    }

    StorageType type() {
        return type;
    }

    /** Number of elements. */
    long count() {
        return count;
    }

    long byteCount() {
        return count * type.elementSize();
    }

    boolean isPlaced() {
        return place.isPresent();
    }

    /** Says where the elements lie. */
    Storage placeAt(FileSlice slice) throws RefusedException {
        if (slice.length() != byteCount()) {
            throw new RefusedException("it stores " + slice.length() + " bytes where its pickle says " + byteCount());
        }
        place = Optional.of(slice);
        return this;
    }

    /** A range of the elements, counted in elements. */
    FileSlice slice(long from, long elements) {
        return place.orElseThrow().slice(from * type.elementSize(), elements * type.elementSize());
    }
}
