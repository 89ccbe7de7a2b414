package io.github.hcsc.core.prototype;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import io.github.hcsc.core.torch.Autograd;
import io.github.hcsc.core.torch.Script;
import io.github.hcsc.core.torch.Script.Argument;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Unit vectors that prototypes judge step after step: the keys of a queue, or the prototypes of a level.
 *
 * <p>How similar a candidate is to all prototypes of a level together does not depend on the query, and changes only with
 * the candidate or with the prototypes. So it is computed once and kept here, exactly, until either changes.
 */
public final class Candidates {

    private static final Script SCRIPT = new Script(Candidates.class, "candidates.py");

    private final NDArray vectors; // [C, d]
    private final Map<PrototypeLevel, Partition> partitions = new IdentityHashMap<>();
    private NDManager owner;

    /** What is kept of one level; of a restored one it is not known which least density it was computed with. */
    private record Partition(OptionalDouble minDensity, NDArray values) {}

    /**
     * Makes candidates of vectors, not copied. Whoever changes them does so by {@link #replace}, or calls {@link #forget}.
     *
     * @param vectors {@code [C, d]}, rows of unit length, attached to the manager that is to own what is kept of them
     */
    public Candidates(NDArray vectors) {
        this.vectors = vectors;
        owner = vectors.getManager();
    }

    /** Returns the vectors {@code [C, d]}. */
    public NDArray vectors() {
        return vectors;
    }

    /** Returns C. */
    public long size() {
        return vectors.size(0);
    }

    /**
     * Returns \( \log \sum_p e^{c \cdot c_p / \phi_p} \) over the prototypes of a level for each candidate.
     *
     * @param minDensity smallest density that similarities are divided by
     * @return {@code [C]}, without gradient, owned by these candidates
     */
    public NDArray logPartition(PrototypeLevel level, double minDensity) {
        Partition kept = partitions.get(level);
        NDArray values = kept != null && kept.minDensity.orElse(minDensity) == minDensity
                ? kept.values
                : compute(vectors, level, minDensity);
        keep(level, new Partition(OptionalDouble.of(minDensity), values));
        return values;
    }

    private static NDArray compute(NDArray some, PrototypeLevel level, double minDensity) {
        return Autograd.paused(() -> {
            try (NDArray scaled = level.scaled(minDensity)) {
                return SCRIPT.call("log_partition", Argument.tensor(some), Argument.tensor(scaled))
                        .singletonOrThrow();
            }
        });
    }

    private void keep(PrototypeLevel level, Partition partition) {
        partition.values.attach(owner);
        Partition before = partitions.put(level, partition);
        if (before != null && before.values != partition.values) {
            before.values.close();
        }
    }

    /**
     * Overwrites some vectors and renews what is kept of them.
     *
     * @param from the position of the first
     * @param rows their new values {@code [N, d]}, with {@code from + N} not beyond the last
     */
    public void replace(long from, NDArray rows) {
        NDIndex place = new NDIndex().addSliceDim(from, from + rows.size(0));
        forgetUnused();
        Autograd.paused(() -> {
            vectors.set(place, rows);
            partitions.forEach((level, partition) -> {
                try (NDArray values = compute(rows, level, partition.minDensity.orElseThrow())) {
                    partition.values.set(place, values);
                }
            });
        });
    }

    /** Nobody has asked for what was restored, so nobody can tell how to renew it. */
    private void forgetUnused() {
        partitions.values().removeIf(partition -> {
            boolean unused = partition.minDensity.isEmpty();
            if (unused) {
                partition.values.close();
            }
            return unused;
        });
    }

    /** Frees what is kept: after a change of the vectors by other means, or before the judging levels are closed. */
    public void forget() {
        partitions.values().forEach(partition -> partition.values.close());
        partitions.clear();
    }

    /** Returns the values kept for each level {@code [C]}, for a checkpoint. */
    public Map<PrototypeLevel, NDArray> partitions() {
        Map<PrototypeLevel, NDArray> values = new IdentityHashMap<>();
        partitions.forEach((level, partition) -> values.put(level, partition.values));
        return Collections.unmodifiableMap(values);
    }

    /**
     * Takes over values that {@link #partitions} once returned for an equal level and equal vectors; {@link #replace} drops
     * them unless they have been asked for.
     */
    public void restore(PrototypeLevel level, NDArray values) {
        keep(level, new Partition(OptionalDouble.empty(), values));
    }

    /** Moves what is kept to the manager that now owns the vectors. */
    void attach(NDManager manager) {
        owner = manager;
        partitions.values().forEach(partition -> partition.values.attach(manager));
    }
}
