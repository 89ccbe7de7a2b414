package io.github.hcsc.train.features;

import io.github.hcsc.core.prototype.RowSource;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/** The rows of some tables, one table after another. */
public final class JoinedRows implements RowSource {
    private final List<FeatureTable> tables;
    private final long[] starts;

    /**
     * Joins tables.
     *
     * @throws IOException if their rows differ in dimension
     */
    public JoinedRows(List<FeatureTable> tables) throws IOException {
        this.tables = List.copyOf(tables);
        starts = new long[tables.size() + 1];
        for (int t = 0; t < tables.size(); t++) {
            FeatureTable table = tables.get(t);
            starts[t + 1] = starts[t] + table.rows().count();
            if (table.rows().dimension() != dimension()) {
                throw new IOException(
                        table.file() + " has rows of " + table.rows().dimension() + " values, but "
                                + tables.get(0).file() + " of " + dimension() + "; they are of different encoders");
            }
        }
    }

    @Override
    public long count() {
        return starts[starts.length - 1];
    }

    @Override
    public int dimension() {
        return tables.get(0).rows().dimension();
    }

    @Override
    public void read(long first, int rows, float[] to, int at) throws IOException {
        int table = tableOf(first);
        for (int done = 0; done < rows; table++) {
            long from = first + done - starts[table];
            int some = (int) Math.min(rows - done, tables.get(table).rows().count() - from);
            tables.get(table).rows().read(from, some, to, at + done * dimension());
            done += some;
        }
    }

    private int tableOf(long row) {
        int found = Arrays.binarySearch(starts, row);
        int table = found < 0 ? -found - 2 : found;
        while (starts[table + 1] == starts[table]) {
            table++;
        }
        return table;
    }

    /** Says where a row is: the file, its position there, and its name if it has one. */
    String described(long row) {
        FeatureTable table = tables.get(tableOf(row));
        long position = row - starts[tableOf(row)];
        String name = table.names().isEmpty() ? "" : "\t" + table.names().get(Math.toIntExact(position));
        return table.file() + "\t" + position + name;
    }
}
