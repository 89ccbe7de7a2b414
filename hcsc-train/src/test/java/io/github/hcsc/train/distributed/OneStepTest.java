package io.github.hcsc.train.distributed;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hcsc.core.state.Safetensors;
import io.github.hcsc.core.state.StateDict;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * On a Vision Transformer the gradient of a step is the same in 1, 2 and 4 chunks and processes, whatever the method, with
 * drop-path. Deviations are differences over the largest gradient of the network.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class OneStepTest {

    private static final double TOLERANCE = 1e-5;

    private Path folder = Path.of("");
    private Mpirun mpirun = new Mpirun(folder);

    @BeforeAll
    void findMpi(@TempDir Path temporary) throws IOException, InterruptedException {
        folder = temporary;
        mpirun = Mpirun.openMpi();
        for (int processes : List.of(1, 2, 4)) {
            Path runs = folder.resolve("" + processes);
            Mpirun.Result result = mpirun.run(processes, OneStepProgram.class, runs.toString());
            assertThat(result.exit()).as(result.output()).isZero();
        }
    }

    static Stream<Arguments> methodsAndGroups() {
        return OneStepProgram.METHODS.stream()
                .flatMap(method -> OneStepProgram.GROUPS.stream().map(groups -> Arguments.of(method, groups)));
    }

    @ParameterizedTest
    @MethodSource("methodsAndGroups")
    void chunksAndProcessesDoNotChangeTheGradient(String method, int groups) throws IOException {
        Map<String, float[]> whole = gradients(1, method, groups, 1);
        assertThat(whole.keySet()).anyMatch(name -> name.contains("blocks.1.attn.qkv.weight"));
        StringBuilder row = new StringBuilder();
        for (int processes : List.of(1, 2, 4)) {
            for (int chunks : OneStepProgram.CHUNKS) {
                double deviation = deviation(gradients(processes, method, groups, chunks), whole);
                row.append(String.format(Locale.ROOT, " %dx%d %.1e", processes, chunks, deviation));
                assertThat(deviation)
                        .as("%s in %d processes, %d chunks, %d groups", method, processes, chunks, groups)
                        .isLessThanOrEqualTo(TOLERANCE);
            }
        }
        System.out.println(method + ", " + groups + " groups, processes x chunks:" + row);
    }

    /** Groups belong to the method and not to the machine, wherever something normalises over them or draws for them. */
    @ParameterizedTest
    @ValueSource(strings = {"hcsc", "hirl/moco-v2", "hirl/moco-v3"})
    void groupsChangeTheGradient(String method) throws IOException {
        assertThat(deviation(gradients(2, method, 4, 1), gradients(2, method, 1, 1)))
                .isGreaterThan(100 * TOLERANCE);
    }

    @Test
    void headsOfMocoV3KnowNoGroups() throws IOException {
        assertThat(deviation(gradients(2, "moco-v3", 4, 1), gradients(2, "moco-v3", 1, 1)))
                .isLessThanOrEqualTo(TOLERANCE);
    }

    private Map<String, float[]> gradients(int processes, String method, int groups, int chunks) throws IOException {
        Path run = folder.resolve("" + processes).resolve(OneStepProgram.run(method, groups, chunks));
        StateDict state = Safetensors.read(run.resolve("checkpoints/latest"));
        Map<String, float[]> gradients = new TreeMap<>();
        state.names().stream()
                .filter(name -> name.startsWith("velocity."))
                .forEach(name -> gradients.put(name, state.get(name).toFloats()));
        return gradients;
    }

    private static double deviation(Map<String, float[]> found, Map<String, float[]> expected) {
        assertThat(found.keySet()).isEqualTo(expected.keySet());
        double largest = expected.values().stream()
                .mapToDouble(OneStepTest::largest)
                .max()
                .orElseThrow();
        double most = 0;
        for (String name : expected.keySet()) {
            most = Math.max(most, difference(value(expected, name), value(found, name)));
        }
        return most / largest;
    }

    private static float[] value(Map<String, float[]> tensors, String name) {
        return Objects.requireNonNull(tensors.get(name), name);
    }

    private static double largest(float[] values) {
        return IntStream.range(0, values.length)
                .mapToDouble(i -> Math.abs(values[i]))
                .max()
                .orElseThrow();
    }

    private static double difference(float[] a, float[] b) {
        return IntStream.range(0, a.length)
                .mapToDouble(i -> Math.abs((double) a[i] - b[i]))
                .max()
                .orElseThrow();
    }
}
