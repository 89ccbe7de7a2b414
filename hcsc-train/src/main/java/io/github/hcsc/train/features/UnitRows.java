package io.github.hcsc.train.features;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Rows scaled to unit length, in memory.
 *
 * @param values the rows one after another
 * @param kept for each row its position among all that were read
 * @param skipped what was left out, a sentence each
 */
@SuppressWarnings("ArrayRecordComponent")
public record UnitRows(float[] values, int[] kept, List<String> skipped) {
    private static final int BLOCK = 65_536;

    /**
     * Reads all rows of some tables, one after another.
     *
     * @param skipBad whether rows that are zero or not finite are left out; else they are refused
     * @throws IOException if a table cannot be read, or has a row without a direction
     */
    public static UnitRows read(List<FeatureTable> tables, boolean skipBad) throws IOException {
        int dimension = tables.get(0).rows().dimension();
        long count = tables.stream().mapToLong(table -> table.rows().count()).sum();
        if (count * dimension > Integer.MAX_VALUE - 8) {
            throw new IOException(count + " rows of " + dimension
                    + " values are more than the 2^31 values that fit; cluster some of the files");
        }
        float[] values = new float[(int) count * dimension];
        int[] kept = new int[(int) count];
        List<String> skipped = new ArrayList<>();
        int filled = 0;
        int position = 0;
        for (FeatureTable table : tables) {
            if (table.rows().dimension() != dimension) {
                throw new IOException(
                        table.file() + " has rows of " + table.rows().dimension() + " values, but "
                                + tables.get(0).file() + " of " + dimension + "; they are of different encoders");
            }
            int inTable = Math.toIntExact(table.rows().count());
            float[] block = new float[Math.min(BLOCK, inTable) * dimension];
            for (int row = 0; row < inTable; row++) {
                int inBlock = row % BLOCK;
                if (inBlock == 0) {
                    table.rows().read(row, Math.min(BLOCK, inTable - row), block);
                }
                if (scale(block, inBlock * dimension, values, filled * dimension, dimension)) {
                    kept[filled++] = position;
                } else {
                    skipped.add(refused(table, row, skipBad));
                }
                position++;
            }
        }
        return new UnitRows(Arrays.copyOf(values, filled * dimension), Arrays.copyOf(kept, filled), skipped);
    }

    private static String refused(FeatureTable table, int row, boolean skipBad) throws IOException {
        String name = table.names().isEmpty() ? "" : "\t" + table.names().get(row);
        if (!skipBad) {
            throw new IOException(table.file() + " has a row that is zero or not finite: row " + row
                    + name.replace("\t", ", ") + "; --skip-bad leaves such rows out and lists them");
        }
        return table.file() + "\t" + row + name;
    }

    private static boolean scale(float[] from, int at, float[] to, int place, int dimension) {
        double squares = 0;
        for (int j = 0; j < dimension; j++) {
            squares += (double) from[at + j] * from[at + j];
        }
        double norm = Math.sqrt(squares);
        if (!(norm > 0 && norm < Double.POSITIVE_INFINITY)) {
            return false;
        }
        for (int j = 0; j < dimension; j++) {
            to[place + j] = (float) (from[at + j] / norm);
        }
        return true;
    }
}
