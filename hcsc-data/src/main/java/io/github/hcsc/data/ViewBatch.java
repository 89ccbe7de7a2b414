package io.github.hcsc.data;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Several views of the same images. Its memory is lent: after {@link #close} the loader writes other views into it, so
 * whoever still reads the buffers must copy them first.
 */
public final class ViewBatch implements AutoCloseable {
    private final long[] indices;
    private final int rows;
    private final int[] viewSizes;
    private final List<ByteBuffer> buffers;
    private final Consumer<List<ByteBuffer>> release;
    private final AtomicBoolean closed = new AtomicBoolean();

    ViewBatch(long[] indices, int rows, int[] viewSizes, List<ByteBuffer> buffers, Consumer<List<ByteBuffer>> release) {
        this.indices = indices;
        this.rows = rows;
        this.viewSizes = viewSizes;
        this.buffers = buffers;
        this.release = release;
    }

    /**
     * Returns a batch of views that were made elsewhere, in memory that stays the caller's.
     *
     * @param indices the index of each image in its source
     * @param viewSizes the pixels along each side of each view
     * @param views the pixels of each view, as {@link #view} returns them
     */
    public static ViewBatch of(long[] indices, int[] viewSizes, List<ByteBuffer> views) {
        if (views.size() != viewSizes.length) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "views must be as many as their sizes, %d, but were %d",
                    viewSizes.length,
                    views.size()));
        }
        for (int v = 0; v < viewSizes.length; v++) {
            long bytes = 3L * indices.length * viewSizes[v] * viewSizes[v];
            if (views.get(v).remaining() != bytes) {
                throw new IllegalArgumentException(String.format(
                        Locale.ROOT,
                        "view %d must hold %d bytes, but had %d",
                        v,
                        bytes,
                        views.get(v).remaining()));
            }
        }
        return new ViewBatch(indices.clone(), indices.length, viewSizes.clone(), List.copyOf(views), memory -> {});
    }

    /** Returns the number of rows of each view: of all images, or of those in this process's part of the batch. */
    public int size() {
        return rows;
    }

    /**
     * Returns the index in its source of each image of the batch: where another one stands in for a damaged image, of that
     * one; of images that are only in other processes' parts as planned.
     */
    public long[] indices() {
        return indices.clone();
    }

    /** Returns the number of views. */
    public int views() {
        return viewSizes.length;
    }

    /**
     * Returns the pixels along each side of a view.
     *
     * @param view which view, from 0
     */
    public int viewSize(int view) {
        return viewSizes[view];
    }

    /**
     * Returns the pixels of one view of all images: a direct buffer of unsigned bytes, {@code [size, s, s, 3]} with
     * {@code s = viewSize(view)}, position 0, native order.
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
            release.accept(buffers);
        }
    }
}
