package io.github.hcsc.core.torch;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.Engine;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

final class EngineBuildTest {

    @Test
    @EnabledOnOs(value = OS.LINUX, architectures = "amd64")
    void bridgeAndLibrariesAreOfOneVersion() {
        EngineBuild build = EngineBuild.current();

        String version = Engine.getEngine("PyTorch").getVersion();
        assertThat(build.loaded())
                .as(EngineBuild.configuration().orElse(""))
                .hasValueSatisfying(loaded -> assertThat(version).startsWith(loaded + "."));
        assertThat(build.bridge()).isEqualTo(build.loaded());
        assertThat(build.mismatch()).isEmpty();
    }

    @Test
    void otherVersionsAreNamed() {
        assertThat(new EngineBuild(Optional.of("2.11"), Optional.of("2.7")).mismatch())
                .hasValueSatisfying(words -> assertThat(words)
                        .startsWith("PyTorch 2.11 was loaded, but DJL's bridge is made for 2.7")
                        .contains("PYTORCH_LIBRARY_PATH"));
    }

    @Test
    void whatIsNotKnownIsNotDoubted() {
        assertThat(new EngineBuild(Optional.empty(), Optional.of("2.7")).mismatch())
                .isEmpty();
        assertThat(new EngineBuild(Optional.of("2.7"), Optional.empty()).mismatch())
                .isEmpty();
    }
}
