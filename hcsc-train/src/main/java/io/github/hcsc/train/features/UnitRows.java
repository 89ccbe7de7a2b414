package io.github.hcsc.train.features;

import io.github.hcsc.core.prototype.RowSource;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Rows scaled to unit length as they are read, without those that have no direction. */
public final class UnitRows implements RowSource {
    private static final int BLOCK = 8192;

    private final JoinedRows all;
    private final long[] bad; // ascending

    private UnitRows(JoinedRows all, long... bad) {
        this.all = all;
        this.bad = bad;
    }

    /**
     * Takes all rows but some.
     *
     * @param bad ascending positions of rows that {@link #bad} found
     */
    public static UnitRows without(JoinedRows all, long... bad) {
        return new UnitRows(all, bad.clone());
    }

    /**
     * Looks for rows without a direction.
     *
     * @return the ascending positions of rows that are zero or not finite
     * @throws IOException if rows cannot be read
     */
    public static long[] bad(RowSource rows) throws IOException {
        LongStream.Builder bad = LongStream.builder();
        int dimension = rows.dimension();
        float[] block = new float[BLOCK * dimension];
        for (long first = 0; first < rows.count(); first += BLOCK) {
            int some = (int) Math.min(BLOCK, rows.count() - first);
            rows.read(first, some, block, 0);
            long from = first;
            IntStream.range(0, some)
                    .parallel()
                    .filter(row -> Double.isNaN(length(block, row * dimension, dimension)))
                    .sorted()
                    .forEachOrdered(row -> bad.add(from + row));
        }
        return bad.build().toArray();
    }

    /**
     * Takes all rows.
     *
     * @throws IOException if one has no direction, or rows cannot be read
     */
    public static UnitRows ofAll(JoinedRows all) throws IOException {
        UnitRows rows = new UnitRows(all, bad(all));
        if (rows.bad.length > 0) {
            throw new IOException("rows must be finite and not zero, but " + rows.bad.length + " are not, the first is "
                    + rows.skipped().get(0).replace("\t", ", "));
        }
        return rows;
    }

    /** Reads all rows into memory, one after another. */
    public float[] values() throws IOException {
        float[] values = new float[Math.toIntExact(Math.multiplyExact(count(), dimension()))];
        read(0, Math.toIntExact(count()), values, 0);
        return values;
    }

    /** Returns what is left out, a line each: the file, the row's position there, and its name if it has one. */
    public List<String> skipped() {
        return LongStream.of(bad).mapToObj(all::described).toList();
    }

    /** Returns the position of each row among all, in order. */
    public int[] kept() {
        int[] kept = new int[Math.toIntExact(count())];
        int next = 0;
        int skipped = 0;
        for (int row = 0; row < all.count(); row++) {
            if (skipped < bad.length && bad[skipped] == row) {
                skipped++;
            } else {
                kept[next++] = row;
            }
        }
        return kept;
    }

    @Override
    public long count() {
        return all.count() - bad.length;
    }

    @Override
    public int dimension() {
        return all.dimension();
    }

    @Override
    public void read(long first, int rows, float[] to, int at) throws IOException {
        int dimension = dimension();
        int skipped = skippedBefore(first);
        for (int done = 0; done < rows; skipped++) {
            long from = first + done + skipped;
            long end = skipped < bad.length ? bad[skipped] : all.count();
            int some = (int) Math.min(rows - done, end - from);
            if (some > 0) {
                all.read(from, some, to, at + done * dimension);
                done += some;
            }
        }
        IntStream.range(0, rows).parallel().forEach(row -> scale(to, at + row * dimension, dimension));
    }

    /** Returns how many bad rows lie before a row that is counted without them. */
    private int skippedBefore(long row) {
        int low = 0;
        int high = bad.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (bad[middle] - middle <= row) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private static void scale(float[] values, int at, int dimension) {
        double length = length(values, at, dimension);
        for (int j = at; j < at + dimension; j++) {
            values[j] = (float) (values[j] / length);
        }
    }

    /** Returns the length of a row, NaN if it has no direction. */
    private static double length(float[] values, int at, int dimension) {
        double squares = 0;
        for (int j = at; j < at + dimension; j++) {
            squares += (double) values[j] * values[j];
        }
        return squares > 0 && squares < Double.POSITIVE_INFINITY ? Math.sqrt(squares) : Double.NaN;
    }
}
