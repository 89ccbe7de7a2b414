package io.github.hcsc.train.cluster;

import ai.djl.ndarray.NDManager;
import io.github.hcsc.core.distributed.Collectives;
import io.github.hcsc.core.prototype.PrototypeHierarchy;
import io.github.hcsc.core.prototype.RowLevel;
import io.github.hcsc.core.prototype.RowSource;
import io.github.hcsc.core.prototype.Stages;
import io.github.hcsc.core.state.AtomicFile;
import io.github.hcsc.core.state.StateDict;
import io.github.hcsc.core.state.TensorData;
import io.github.hcsc.train.features.CountedRows;
import io.github.hcsc.train.features.JoinedRows;
import io.github.hcsc.train.features.RowTensor;
import io.github.hcsc.train.features.UnitRows;
import io.github.hcsc.train.prototypes.ImageTable;
import io.github.hcsc.train.prototypes.PrototypeStore;
import io.github.hcsc.train.prototypes.PrototypeTree;
import io.github.hcsc.train.prototypes.RowTree;
import io.github.hcsc.train.run.FolderTree;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.IntConsumer;

/**
 * Makes the folder of a tree of anybody's features. If it is stopped, the same job goes on.
 *
 * @param rows of any length but zero
 * @param names of the rows
 * @param clustering how
 * @param out the folder of the tree
 * @param work a folder for what a stopped job goes on from, on a disk that all processes share; removed in the end
 */
public record ClusterJob(JoinedRows rows, ImageTable names, TreeClustering clustering, Path out, Path work) {
    private static final String BAD = "bad";

    /** Refuses rows that have no direction, or not. */
    @FunctionalInterface
    public interface BadRows {
        /** Is told of all rows that are zero or not finite, which are then left out. */
        void found(UnitRows rows) throws IOException;
    }

    /**
     * What was made.
     *
     * @param tree the tree
     * @param names of the rows in it
     * @param leaves its finest level
     */
    public record Made(PrototypeTree tree, ImageTable names, RowLevel leaves) {}

    /**
     * Does the job, or goes on with it.
     *
     * @param plan all that decides the result, by name
     * @param bad is asked before rows are left out
     * @param progress is told of further rows that were read
     * @throws IOException if rows cannot be read, are too few, or a file cannot be written
     */
    public Made run(Map<String, String> plan, BadRows bad, IntConsumer progress, NDManager manager, Collectives group)
            throws IOException {
        Stages stages = stages(plan, group);
        UnitRows good = good(stages, progress);
        bad.found(good);
        CountedRows counted = new CountedRows(good, progress);
        RowLevel leaves = clustering.leaves(counted, manager, group, stages, work.resolve("rows"));
        PrototypeTree tree;
        try (PrototypeHierarchy above = clustering.above(leaves, manager)) {
            tree = RowTree.of(0, leaves, above, counted);
        }
        ImageTable kept = good.count() == rows.count() ? names : names.select(good.kept());
        if (group.rank() == 0) {
            save(tree, counted, kept, good);
        }
        group.barrier();
        if (group.rank() == 0) {
            FolderTree.delete(work);
        }
        return new Made(tree, kept, leaves);
    }

    private Stages stages(Map<String, String> plan, Collectives group) throws IOException {
        if (group.size() == 1) {
            return StageFolder.open(work, plan);
        }
        return new SharedStages(StageFolder.open(work.resolve("process-" + group.rank()), plan), group);
    }

    private UnitRows good(Stages stages, IntConsumer progress) throws IOException {
        StateDict survey = stages.once("survey", () -> {
            long[] bad = UnitRows.bad(new CountedRows(rows, progress));
            return StateDict.builder().put(BAD, TensorData.of(bad, bad.length)).build();
        });
        UnitRows good = UnitRows.without(rows, survey.get(BAD).toLongs());
        int leaves = clustering.plan().counts().get(0);
        if (good.count() < leaves) {
            throw new IOException("only " + good.count() + " rows are finite and not zero, fewer than the " + leaves
                    + " leaves of the tree");
        }
        return good;
    }

    private void save(PrototypeTree tree, RowSource counted, ImageTable kept, UnitRows good) throws IOException {
        PrototypeStore.of(out).save(tree, new RowTensor(counted), kept);
        if (!good.skipped().isEmpty()) {
            AtomicFile.write(out.resolve("skipped.tsv"), String.join("\n", good.skipped()) + "\n");
        }
    }
}
