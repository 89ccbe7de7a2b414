package io.github.hcsc.core.distributed;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import io.github.hcsc.core.torch.TorchOps;
import java.util.Arrays;
import java.util.List;

/**
 * The rows of a table that lie in the processes of a job, one process after the other, and are too many for any one.
 *
 * @param own the rows of this process {@code [n, d]}, contiguous
 * @param group the processes
 */
public record ShardedRows(NDArray own, Collectives group) {

    private static final long PIECE_VALUES = 1 << 22;

    /** What is done with some rows; they are valid only meanwhile. */
    @FunctionalInterface
    public interface Visitor {
        /** Looks at the next rows {@code [m, d]}. */
        void visit(NDArray rows);
    }

    /** Shows all rows in order, a piece at a time, to a visitor in every process. */
    public void visit(Visitor visitor) {
        int[] counts = group.allGather(new int[] {Math.toIntExact(own.size(0))});
        long most = Math.max(1, PIECE_VALUES / own.size(1));
        for (int owner = 0; owner < counts.length; owner++) {
            for (long from = 0; from < counts[owner]; from += most) {
                try (NDArray piece = piece(owner, from, Math.min(most, counts[owner] - from))) {
                    group.broadcast(piece, owner);
                    visitor.visit(piece);
                }
            }
        }
    }

    private NDArray piece(int owner, long from, long rows) {
        return owner == group.rank()
                ? own.get(new NDIndex().addSliceDim(from, from + rows))
                : own.getManager().zeros(new Shape(rows, own.size(1)), own.getDataType());
    }

    /** Returns all rows of all processes in one tensor, where that is small enough; of one process its own. */
    public static NDArray collect(NDArray own, Collectives group) {
        if (group.size() == 1) {
            return own;
        }
        NDManager manager = own.getManager();
        long rows = Arrays.stream(group.allGather(new int[] {Math.toIntExact(own.size(0))}))
                .asLongStream()
                .sum();
        NDArray all = manager.zeros(new Shape(rows, own.size(1)), own.getDataType());
        long[] filled = new long[1];
        new ShardedRows(own, group).visit(piece -> {
            long to = filled[0] + piece.size(0);
            try (NDArray target = all.get(new NDIndex().addSliceDim(filled[0], to))) {
                TorchOps.copyInPlace(List.of(target), List.of(piece));
            }
            filled[0] = to;
        });
        return all;
    }
}
