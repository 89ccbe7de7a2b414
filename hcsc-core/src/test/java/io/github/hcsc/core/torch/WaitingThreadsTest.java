package io.github.hcsc.core.torch;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** GNU's OpenMP prints what it goes by when it is loaded: in a process of its own. */
@EnabledOnOs(OS.LINUX)
final class WaitingThreadsTest {

    public static void main(String[] args) {
        WaitingThreads.sleep();
        try (NDManager manager = NDManager.newBaseManager()) {
            manager.ones(new Shape(4)).sum().getFloat();
        }
    }

    @Test
    void sleepUnlessTheUserWishesOtherwise() throws IOException {
        assertThat(settings(Map.of())).contains("GOMP_SPINCOUNT = '0'");
        assertThat(settings(Map.of("GOMP_SPINCOUNT", "12345"))).contains("GOMP_SPINCOUNT = '12345'");
        assertThat(settings(Map.of("OMP_WAIT_POLICY", "active")))
                .contains("OMP_WAIT_POLICY = 'ACTIVE'")
                .doesNotContain("GOMP_SPINCOUNT = '0'");
    }

    private static String settings(Map<String, String> environment) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                WaitingThreadsTest.class.getName());
        builder.environment().remove("OMP_WAIT_POLICY");
        builder.environment().remove("GOMP_SPINCOUNT");
        builder.environment().put("OMP_DISPLAY_ENV", "VERBOSE");
        builder.environment().putAll(environment);
        Process process = builder.redirectErrorStream(true).start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
