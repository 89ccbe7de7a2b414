package io.github.hcsc.train.eval.clusters;

import io.github.hcsc.core.prototype.PrototypeLevel;
import io.github.hcsc.core.state.StateDict;
import io.github.hcsc.train.checkpoint.Checkpoints;
import io.github.hcsc.train.run.RunException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** The prototypes that a run has found for its training images, compared with the images' classes. */
public final class RunPrototypes {
    private RunPrototypes() {}

    /**
     * Compares the newest prototypes of a run, where images have one.
     *
     * @param classes the class of each training image, in the order of training
     * @return one result per level, finest first
     * @throws RunException if the run has no prototypes yet, or those of another number of images
     */
    public static List<ClusterAgreement> evaluate(Path run, int[] classes) {
        StateDict newest = Checkpoints.newest(run.resolve("checkpoints"))
                .orElseThrow(() -> new RunException(run + " has no checkpoint yet"));
        List<ClusterAgreement> levels = new ArrayList<>();
        for (int l = 0; newest.names().contains(name(l)); l++) {
            long[] assignments = newest.get(name(l)).toLongs();
            if (assignments.length != classes.length) {
                throw new RunException("the prototypes of " + run + " must be those of the " + classes.length
                        + " images given, but are of " + assignments.length);
            }
            int[] clustered = IntStream.range(0, assignments.length)
                    .filter(image -> assignments[image] != PrototypeLevel.NONE)
                    .toArray();
            levels.add(ClusterEvaluator.of(
                    IntStream.of(clustered)
                            .mapToLong(image -> assignments[image])
                            .toArray(),
                    IntStream.of(clustered).map(image -> classes[image]).toArray()));
        }
        if (levels.isEmpty()) {
            throw new RunException(run + " has no prototypes in its newest checkpoint; cluster its features instead");
        }
        return levels;
    }

    private static String name(int level) {
        return "prototypes." + level + ".assignments";
    }
}
