package io.github.hcsc.core.prototype;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The blocks of rows, one after another; while one is worked on, a thread reads the next. */
final class RowBlocks {

    /** Rows of a block. Sums depend on it: they are float32 within a block and float64 beyond. */
    static final int ROWS = 65_536;

    private RowBlocks() {}

    /** Works on a block. */
    @FunctionalInterface
    interface Visitor {
        /**
         * Takes the next block.
         *
         * @param block its position among all
         * @param values its rows, nothing else
         */
        void visit(int block, float[] values) throws IOException;
    }

    static int count(RowSource rows) {
        return Math.toIntExact((rows.count() + ROWS - 1) / ROWS);
    }

    /** Visits the blocks from one position to before another, in order. */
    static void forEach(RowSource rows, int from, int to, Visitor visitor) throws IOException {
        ExecutorService reader = Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, "hcsc-row-reader");
            thread.setDaemon(true);
            return thread;
        });
        try {
            Future<float[]> next = from < to ? reader.submit(() -> read(rows, from)) : null;
            for (int block = from; next != null; block++) {
                float[] values = next.get();
                int following = block + 1;
                next = following < to ? reader.submit(() -> read(rows, following)) : null;
                visitor.visit(block, values);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("reading of rows was interrupted");
        } catch (ExecutionException e) {
            throw failure(e);
        } finally {
            reader.shutdownNow();
        }
    }

    private static IOException failure(ExecutionException failed) {
        Throwable cause = failed.getCause();
        if (cause instanceof RuntimeException unexpected) {
            throw unexpected;
        }
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof IOException known ? known : new IOException(failed);
    }

    private static float[] read(RowSource rows, int block) throws IOException {
        long first = (long) block * ROWS;
        int size = (int) Math.min(ROWS, rows.count() - first);
        float[] values = new float[Math.multiplyExact(size, rows.dimension())];
        rows.read(first, size, values, 0);
        return values;
    }
}
