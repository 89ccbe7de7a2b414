package io.github.hcsc.train.prototypes;

import io.github.hcsc.core.state.Safetensors;
import io.github.hcsc.core.state.StateDict;
import io.github.hcsc.core.state.TensorData;
import io.github.hcsc.core.state.weights.WeightValues;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Trees as safetensors files; {@code docs/prototypes.md} lists the tensors. */
final class TreeFile {

    private static final int NEAREST = 16;

    private TreeFile() {}

    static void write(Path file, PrototypeTree tree) throws IOException {
        StateDict.Builder state = TreeFormat.describe(tree.epoch());
        for (int l = 0; l < tree.levels().size(); l++) {
            put(state, "prototypes." + l + ".", tree.levels().get(l));
        }
        Safetensors.write(file, state.build());
    }

    private static void put(StateDict.Builder state, String prefix, TreeLevel level) {
        int nodes = level.size();
        state.put(prefix + "centroids", TensorData.of(level.centroids(), nodes, level.dimension()));
        state.put(prefix + "density", TensorData.of(level.densities(), nodes));
        state.put(prefix + "assignments", longs(level.assignments()));
        state.put(prefix + "similarity", TensorData.of(level.similarities(), level.images()));
        if (level.parents().length > 0) {
            state.put(prefix + "parents", longs(level.parents()));
        }
        if (level.moved().length > 0) {
            state.put(prefix + "moved", TensorData.of(level.moved(), nodes));
        }
        int[] sizes = new int[nodes];
        Arrays.setAll(sizes, level::size);
        state.put(prefix + "sizes", longs(sizes));
        state.put(prefix + "nearest", TensorData.of(nearest(level), nodes, NEAREST));
    }

    private static long[] nearest(TreeLevel level) {
        long[] nearest = new long[level.size() * NEAREST];
        Arrays.fill(nearest, -1);
        for (int node = 0; node < level.size(); node++) {
            int[] images = level.nearest(node, NEAREST);
            for (int i = 0; i < images.length; i++) {
                nearest[node * NEAREST + i] = images[i];
            }
        }
        return nearest;
    }

    private static TensorData longs(int[] values) {
        return TensorData.of(Arrays.stream(values).asLongStream().toArray(), values.length);
    }

    static PrototypeTree read(Path file) throws IOException {
        StateDict state = Safetensors.read(file);
        int epoch = TreeFormat.epoch(file, state);
        List<TreeLevel> levels = new ArrayList<>();
        try {
            WeightValues.require(state.filter(name -> !name.endsWith(".moved")));
            while (state.names().contains("prototypes." + levels.size() + ".centroids")) {
                levels.add(StoredLevel.read(state.under("prototypes." + levels.size() + ".")));
            }
            return new PrototypeTree(epoch, StoredLevel.joined(levels));
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new IOException(file + " holds no tree: " + e.getMessage(), e);
        }
    }
}
