package io.github.hcsc.train;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.hcsc.core.selection.UniformSource;
import io.github.hcsc.core.state.Safetensors;
import io.github.hcsc.core.state.StateDict;
import io.github.hcsc.data.ViewBatch;
import io.github.hcsc.train.config.PretrainConfig;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Steps of the reference: what goes in is a formula, what comes out stands in a file.
 *
 * @param tensors what came out
 * @param settings what it was computed with
 */
record ReferenceRun(StateDict tensors, JsonNode settings) implements StepRandom {

    static final int IMAGES = 24;
    static final int SIZE = 16;
    static final int BATCH = 8;

    static ReferenceRun read(String name) {
        StateDict tensors = file("trajectory-" + name);
        String description = Objects.requireNonNull(tensors.metadata().get("description"));
        try {
            return new ReferenceRun(tensors, JsonMapper.builder().build().readTree(description));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads what the reference computed.
     *
     * @throws IllegalStateException if it is not there
     */
    static StateDict file(String name) {
        try (InputStream stream = ReferenceRun.class.getResourceAsStream("/golden/" + name + ".safetensors")) {
            if (stream == null) {
                throw new IllegalStateException("the reference's " + name + " must be on the class path; it comes with"
                        + " the program hcsc, not with its libraries");
            }
            Path copy = Files.createTempFile("hcsc-" + name, ".safetensors");
            copy.toFile().deleteOnExit(); // tensors are read when they are used
            Files.copy(stream, copy, StandardCopyOption.REPLACE_EXISTING);
            return Safetensors.read(copy);
        } catch (IOException e) {
            throw new UncheckedIOException("what the reference computed cannot be unpacked: " + e.getMessage(), e);
        }
    }

    /** The configuration that should do the same; clustering is as released in either mode. */
    PretrainConfig config() {
        return PretrainConfig.recipe("smoke")
                .with(
                        "objective.fidelity=" + settings.get("mode").asText(),
                        "objective.selection.local=" + settings.get("select_local"),
                        "encoder.bnGroups=" + settings.get("bn_groups"),
                        "encoder.width=0.125",
                        "encoder.dimension=16",
                        "queue.capacity=64",
                        "queue.keyMomentum=0.99",
                        "views.imageSize=" + SIZE,
                        "views.evaluationResize=" + SIZE,
                        "prototypes.counts=" + settings.get("prototypes"),
                        "prototypes.assignment=euclidean",
                        "prototypes.minimumClusterSize=0",
                        "prototypes.kmeans.mode=faithful",
                        "prototypes.kmeans.iterations=20",
                        "prototypes.kmeans.redos=5",
                        "prototypes.kmeans.seeds=fixed",
                        "optimizer.batchSize=" + BATCH,
                        "run.precision=fp32");
    }

    double learningRate() {
        return settings.get("rate").asDouble();
    }

    boolean clusteredBefore(int step) {
        return !settings.get("clustered_before_step").isNull()
                && settings.get("clustered_before_step").asInt() == step;
    }

    boolean paper() {
        return settings.get("mode").asText().equals("paper");
    }

    int levels() {
        return settings.get("levels").asInt();
    }

    int steps() {
        return settings.get("steps").asInt();
    }

    /** The steps after which the whole state is told. */
    List<Integer> detailedSteps() {
        List<Integer> steps = new ArrayList<>();
        settings.get("detailed_steps").forEach(step -> steps.add(step.asInt()));
        return steps;
    }

    float[] floats(String tensor) {
        return tensors.get(tensor).toFloats();
    }

    long[] longs(String tensor) {
        return tensors.get(tensor).toLongs();
    }

    boolean has(String tensor) {
        return tensors.names().contains(tensor);
    }

    /** The numbers of a step in a table of one row per step, without the padding; none if there is no such table. */
    float[] row(String table, int step) {
        if (!has(table)) {
            return new float[0];
        }
        float[] all = floats(table);
        int width = all.length / steps();
        float[] row = Arrays.copyOfRange(all, step * width, (step + 1) * width);
        int present = 0;
        while (present < width && !Float.isNaN(row[present])) {
            present++;
        }
        return Arrays.copyOf(row, present);
    }

    ViewBatch batch(int step) {
        long[] indices = integers("indices", step);
        List<Integer> sizes = new ArrayList<>(List.of(SIZE, SIZE));
        settings.get("local_sizes").forEach(size -> sizes.add(size.asInt()));
        List<ByteBuffer> views = IntStream.range(0, sizes.size())
                .mapToObj(v -> view(step, v, sizes.get(v), indices, rows(step, v)))
                .toList();
        return ViewBatch.of(indices, sizes.stream().mapToInt(i -> i).toArray(), views);
    }

    /** For each row of a view the sample that it shows: keys come shuffled over the groups. */
    private long[] rows(int step, int view) {
        boolean shuffled = view == 1 && settings.get("bn_groups").asInt() > 1;
        return shuffled ? keyOrder(step, BATCH) : LongStream.range(0, BATCH).toArray();
    }

    private static ByteBuffer view(int step, int view, int size, long[] indices, long[] rows) {
        ByteBuffer pixels = ByteBuffer.allocateDirect(3 * size * size * indices.length);
        for (long row : rows) {
            int n = (int) row;
            pixels.put(ReferenceNoise.picture("step" + step + "/view" + view + "/sample" + n, (int) indices[n], size));
        }
        return pixels.flip();
    }

    @Override
    public IntFunction<UniformSource> uniforms(long step) {
        UniformSource oneStream = ReferenceNoise.uniforms("uniform" + settings.get("uniform_stream") + "/step" + step);
        return group -> oneStream;
    }

    @Override
    public long[] keyOrder(long step, int size) {
        return integers("key_order", (int) step);
    }

    private long[] integers(String table, int step) {
        return Arrays.copyOfRange(longs(table), step * BATCH, (step + 1) * BATCH);
    }
}
