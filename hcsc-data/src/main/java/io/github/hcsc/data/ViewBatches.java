package io.github.hcsc.data;

import io.github.hcsc.data.LoaderConfig.Order;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The batches of one epoch, or of its rest, in order. Used by one thread; closing it early stops the work that was begun
 * ahead.
 */
public final class ViewBatches implements Iterator<ViewBatch>, AutoCloseable {
    private final ViewRenderer renderer;
    private final BufferPool pool;
    private final ExecutorService workers;
    private final LoaderConfig config;
    private final long epoch;
    private final EpochOrder order;
    private final Deque<Pending> pending = new ArrayDeque<>();
    private int started;
    private long waitedNanos;
    private volatile boolean closed;

    @SuppressWarnings("ArrayRecordComponent")
    private record Pending(int[] indices, int rows, List<ByteBuffer> buffers, CompletableFuture<Void> done) {

        /** Returns this without the rows of images that were left out. */
        Pending compact() {
            int[] kept = IntStream.range(0, indices.length)
                    .filter(row -> indices[row] != ViewRenderer.NONE)
                    .toArray();
            for (ByteBuffer buffer : buffers) {
                int bytes = buffer.limit() / rows;
                for (int row = 0; row < kept.length; row++) {
                    buffer.put(row * bytes, buffer, kept[row] * bytes, bytes);
                }
                buffer.limit(kept.length * bytes);
            }
            int[] remaining = Arrays.stream(kept).map(row -> indices[row]).toArray();
            return new Pending(remaining, kept.length, buffers, done);
        }
    }

    ViewBatches(
            ViewRenderer renderer,
            BufferPool pool,
            ExecutorService workers,
            LoaderConfig config,
            long epoch,
            EpochOrder order,
            int firstBatch) {
        this.renderer = renderer;
        this.pool = pool;
        this.workers = workers;
        this.config = config;
        this.epoch = epoch;
        this.order = order;
        this.started = firstBatch;
        startAhead();
    }

    /** Returns whether there is a further batch; false once closed. */
    @Override
    public boolean hasNext() {
        while (leavesOut() && !pending.isEmpty() && isEmpty(awaited())) {
            pool.giveBack(pending.remove().buffers);
            startAhead();
        }
        return !pending.isEmpty();
    }

    private boolean leavesOut() {
        return config.order() == Order.SEQUENTIAL;
    }

    private static boolean isEmpty(Pending batch) {
        return Arrays.stream(batch.indices).allMatch(index -> index == ViewRenderer.NONE);
    }

    /**
     * Waits for the next batch.
     *
     * @return the batch, to be closed by the caller
     * @throws NoSuchElementException when the epoch is over or closed
     * @throws IllegalStateException when too many images are damaged, with the first names, or when the loader is closed
     */
    @Override
    public ViewBatch next() {
        if (!hasNext()) {
            throw new NoSuchElementException("the epoch has no further batch");
        }
        Pending whole = awaited();
        pending.remove();
        startAhead();
        Pending head = leavesOut() ? whole.compact() : whole;
        long[] indices = Arrays.stream(head.indices).asLongStream().toArray();
        return new ViewBatch(indices, head.rows, renderer.viewSizes(), head.buffers, pool::giveBack);
    }

    /** Waits for the first batch. */
    private Pending awaited() {
        long begin = System.nanoTime();
        Pending head = pending.element();
        try {
            head.done.join();
        } catch (CompletionException e) {
            close();
            throw rethrown(e);
        }
        waitedNanos += System.nanoTime() - begin;
        return head;
    }

    /** Returns how long {@link #next} has waited for the workers so far. */
    public Duration waited() {
        return Duration.ofNanos(waitedNanos);
    }

    /** Stops the work on batches not yet delivered and takes back their memory; delivered ones stay valid. */
    @Override
    public void close() {
        closed = true;
        for (Pending batch : pending) {
            batch.done.handle((nothing, failure) -> null).join();
            pool.giveBack(batch.buffers);
        }
        pending.clear();
    }

    private void startAhead() {
        if (workers.isShutdown()) {
            throw new IllegalStateException("loader must be open, but was closed");
        }
        while (pending.size() <= config.prefetch() && started < order.batches()) {
            pending.add(start(started));
            started++;
        }
    }

    private Pending start(int number) {
        int[] indices = order.batch(number);
        RowPlan plan = order.plan(number, renderer.viewSizes().length);
        List<ByteBuffer> buffers = pool.take();
        buffers.forEach(buffer -> buffer.limit(buffer.capacity() / pool.rows() * plan.rows()));
        AtomicInteger next = new AtomicInteger();
        CompletableFuture<?>[] parts = Stream.generate(
                        () -> CompletableFuture.runAsync(() -> work(plan, indices, buffers, next), workers))
                .limit(Math.min(config.threads(), plan.positions().length))
                .toArray(CompletableFuture<?>[]::new);
        return new Pending(indices, plan.rows(), buffers, CompletableFuture.allOf(parts));
    }

    /** Each image is one thread's, and so is its index, which becomes that of the image taken. */
    private void work(RowPlan plan, int[] indices, List<ByteBuffer> buffers, AtomicInteger next) {
        int image = next.getAndIncrement();
        while (image < plan.positions().length && !closed) {
            int position = plan.positions()[image];
            indices[position] = renderer.render(indices[position], epoch, plan.places()[image], buffers);
            image = next.getAndIncrement();
        }
    }

    private static RuntimeException rethrown(CompletionException failure) {
        Throwable cause = failure.getCause();
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof RuntimeException exception ? exception : failure;
    }
}
