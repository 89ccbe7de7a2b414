package io.github.hcsc.data;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Several views of the same images. Its memory is lent: after {@link #close} the loader writes other views into it, so
 * whoever still reads the buffers must copy them first.
 */
public final class ViewBatch implements AutoCloseable {
    private final long[] indices;
    private final int[] viewSizes;
    private final List<ByteBuffer> buffers;
    private final BufferPool pool;
    private final AtomicBoolean closed = new AtomicBoolean();

    ViewBatch(long[] indices, int[] viewSizes, List<ByteBuffer> buffers, BufferPool pool) {
        this.indices = indices;
        this.viewSizes = viewSizes;
        this.buffers = buffers;
        this.pool = pool;
    }

    /** {@return the number of images} */
    public int size() {
        return indices.length;
    }

    /** {@return the index of each image in its source} */
    public long[] indices() {
        return indices.clone();
    }

    /** {@return the number of views of each image} */
    public int views() {
        return viewSizes.length;
    }

    /**
     * {@return the pixels along each side of a view}
     *
     * @param view which view, from 0
     */
    public int viewSize(int view) {
        return viewSizes[view];
    }

    /**
     * {@return the pixels of one view of all images: a direct buffer of unsigned bytes, {@code [size, s, s, 3]} with
     * {@code s = viewSize(view)}, position 0, native order}
     *
     * @param view which view, from 0
     * @throws IllegalStateException after {@link #close}
     */
    public ByteBuffer view(int view) {
        if (closed.get()) {
            throw new IllegalStateException("batch must be open, but was closed");
        }
        return buffers.get(view);
    }

    /** Gives the memory back; a second call does nothing. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            pool.giveBack(buffers);
        }
    }
}
