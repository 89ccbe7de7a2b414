package io.github.hcsc.core.state.pickle;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.github.hcsc.core.state.TensorData;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** A tensor as a view of stored elements: element (i, j, ..) is number {@code offset + i * stride0 + j * stride1 ..}. */
final class StridedTensor implements TensorData {
    /** Elements of a tensor whose storage has fewer: one value for each channel, that was stored once. */
    private static final long MAX_EXPANDED = 1 << 16;

    private final Storage storage;
    private final long offset;
    private final List<Long> strides;
    private final Shape shape;
    private final long span;

    private StridedTensor(Storage storage, long offset, List<Long> sizes, List<Long> strides, long span) {
        this.storage = storage;
        this.offset = offset;
        this.strides = strides;
        this.shape = new Shape(sizes);
        this.span = span;
    }

    /** Checks that every element lies inside the storage, and that there are no more of them than it has, or few. */
    static StridedTensor of(Storage storage, long offset, List<Long> sizes, List<Long> strides)
            throws RefusedException {
        if (sizes.size() != strides.size() || offset < 0) {
            throw new RefusedException(
                    "its pickle has a tensor of sizes " + sizes + " with strides " + strides + " at " + offset);
        }
        try {
            long count = 1;
            long span = 1;
            for (int i = 0; i < sizes.size(); i++) {
                count = Math.multiplyExact(count, sizes.get(i));
                span = Math.addExact(span, Math.multiplyExact(sizes.get(i) - 1, strides.get(i)));
            }
            span = count == 0 ? 0 : span;
            if (count > Math.max(storage.count(), MAX_EXPANDED) || Math.addExact(offset, span) > storage.count()) {
                throw new RefusedException("its pickle has a tensor of sizes " + sizes + " with strides " + strides
                        + " at " + offset + ", beyond its " + storage.count() + " stored elements");
            }
            return new StridedTensor(storage, offset, sizes, strides, span);
        } catch (ArithmeticException e) {
            RefusedException refusal = new RefusedException("its pickle has a tensor of impossible sizes " + sizes);
            refusal.initCause(e);
            throw refusal;
        }
    }

    @Override
    public DataType type() {
        return storage.type().type();
    }

    @Override
    public Shape shape() {
        return shape;
    }

    @Override
    public ByteBuffer bytes() {
        if (storage.type() == StorageType.BFLOAT16) {
            return TensorData.ofBfloat16(shape, this::stored).bytes();
        }
        return stored();
    }

    private ByteBuffer stored() {
        ByteBuffer elements = storage.slice(offset, span).read();
        if (isContiguous()) {
            return elements;
        }
        int width = storage.type().elementSize();
        ByteBuffer gathered = ByteBuffer.allocate(Math.toIntExact(shape.size() * width));
        gather(elements, 0, 0, gathered, width);
        return gathered.flip().order(ByteOrder.LITTLE_ENDIAN);
    }

    private void gather(ByteBuffer from, int dimension, long start, ByteBuffer to, int width) {
        if (dimension == strides.size()) {
            to.put(from.slice((int) start * width, width));
            return;
        }
        for (long i = 0; i < shape.get(dimension); i++) {
            gather(from, dimension + 1, start + i * strides.get(dimension), to, width);
        }
    }

    private boolean isContiguous() {
        long expected = 1;
        for (int i = strides.size() - 1; i >= 0; i--) {
            if (shape.get(i) != 1 && strides.get(i) != expected) {
                return shape.size() == 0;
            }
            expected *= shape.get(i);
        }
        return true;
    }
}
