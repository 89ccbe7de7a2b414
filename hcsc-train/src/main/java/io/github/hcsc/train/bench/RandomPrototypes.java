package io.github.hcsc.train.bench;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.github.hcsc.core.prototype.PrototypeHierarchy;
import io.github.hcsc.core.prototype.PrototypeLevel;
import io.github.hcsc.train.config.PretrainConfig;
import java.util.ArrayList;
import java.util.List;

/** Prototypes in number as a clustering would give them, in random places. */
public final class RandomPrototypes {

    private RandomPrototypes() {}

    /**
     * Returns as many prototypes as a configuration asks for.
     *
     * @param images how many training images are assigned to them
     */
    public static PrototypeHierarchy of(NDManager manager, PretrainConfig config, int images) {
        List<PrototypeLevel> levels = new ArrayList<>();
        List<NDArray> parents = new ArrayList<>();
        List<Integer> counts = config.prototypes().counts();
        for (int l = 0; l < counts.size(); l++) {
            int count = counts.get(l);
            levels.add(new PrototypeLevel(
                    manager.randomNormal(new Shape(count, config.encoder().dimension()))
                            .normalize(2, 1),
                    manager.full(new Shape(count), (float) config.objective().temperature()),
                    manager.randomInteger(0, count, new Shape(images), DataType.INT64)));
            if (l + 1 < counts.size()) {
                parents.add(manager.randomInteger(0, counts.get(l + 1), new Shape(count), DataType.INT64));
            }
        }
        return new PrototypeHierarchy(levels, parents);
    }
}
