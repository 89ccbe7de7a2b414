package io.github.hcsc.train.features;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.github.hcsc.core.state.Safetensors;
import io.github.hcsc.core.state.StateDict;
import io.github.hcsc.core.state.StateFormatException;
import io.github.hcsc.core.state.TensorData;
import io.github.hcsc.core.torch.Autograd;
import io.github.hcsc.train.eval.Features;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Features of earlier evaluations in a folder, so that the same weights look at the same images once. Files may be
 * deleted at any time.
 *
 * @param folder made as needed
 */
public record FeatureCache(Path folder) {
    private static final long ROWS_BYTES = 256 << 20;

    /** Images without features; earlier versions gave these another image's, and have no such entry. */
    private static final String LEFT_OUT = "left_out";

    private static final Pattern PARTS = Pattern.compile(" ");

    /** Returns the features kept under a key, on the manager's device and owned by it. */
    public Optional<Features> find(FeatureKey key, NDManager manager) throws IOException {
        Path file = file(key);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        StateDict kept;
        try {
            kept = Safetensors.read(file);
            kept.readThrough();
        } catch (StateFormatException e) {
            return Optional.empty(); // damaged: the caller computes it anew and overwrites it
        }
        Map<String, String> facts = new TreeMap<>(kept.metadata());
        String leftOut = facts.remove(LEFT_OUT);
        return leftOut != null && facts.equals(key.facts())
                ? Optional.of(features(joined(kept, manager), leftOut))
                : Optional.empty();
    }

    private static Features features(NDArray rows, String leftOut) {
        BitSet missing = new BitSet();
        PARTS.splitAsStream(leftOut)
                .filter(part -> !part.isEmpty())
                .mapToInt(Integer::parseInt)
                .forEach(missing::set);
        int all = Math.toIntExact(rows.size(0)) + missing.cardinality();
        return new Features(
                rows, IntStream.range(0, all).filter(i -> !missing.get(i)).toArray());
    }

    /**
     * Keeps features under a key.
     *
     * @param images how many there are, with and without features
     * @throws IOException if they cannot be written
     */
    public void keep(FeatureKey key, Features kept, int images) throws IOException {
        StateDict.Builder state = StateDict.builder();
        key.facts().forEach(state::metadata);
        state.metadata(LEFT_OUT, leftOut(kept.images(), images));
        NDArray features = kept.rows();
        long chunk = Math.max(1, ROWS_BYTES / (Float.BYTES * features.size(1)));
        try (NDManager scope = features.getManager().newSubManager()) {
            for (long first = 0; first < features.size(0); first += chunk) {
                NDArray rows =
                        features.get(new NDIndex().addSliceDim(first, Math.min(features.size(0), first + chunk)));
                rows.attach(scope);
                state.put(String.format(Locale.ROOT, "rows.%012d", first), new Rows(rows));
            }
            Safetensors.write(file(key), state.build());
        }
    }

    private static String leftOut(int[] kept, int images) {
        BitSet missing = new BitSet(images);
        missing.set(0, images);
        Arrays.stream(kept).forEach(missing::clear);
        return missing.stream().mapToObj(String::valueOf).collect(Collectors.joining(" "));
    }

    private Path file(FeatureKey key) {
        return folder.resolve(key.name() + ".safetensors");
    }

    private static NDArray joined(StateDict kept, NDManager manager) {
        long rows = 0;
        long width = 0;
        for (TensorData part : kept.tensors().values()) {
            rows += part.shape().get(0);
            width = part.shape().get(1);
        }
        NDArray all = manager.create(new Shape(rows, width), DataType.FLOAT32);
        Autograd.paused(() -> fill(all, kept));
        return all;
    }

    private static void fill(NDArray all, StateDict kept) {
        long first = 0;
        for (String name : kept.names().stream().sorted().toList()) {
            try (NDArray part = kept.get(name).toArray(all.getManager())) {
                all.set(new NDIndex().addSliceDim(first, first + part.size(0)), part);
                first += part.size(0);
            }
        }
    }
}
