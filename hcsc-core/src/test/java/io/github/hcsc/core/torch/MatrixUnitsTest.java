package io.github.hcsc.core.torch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MatrixUnitsTest {

    @TempDir
    private Path folder;

    @Test
    void theFlagsOfAProcessorTell() throws IOException {
        assertThat(ofProcessor("flags : fpu avx512_bf16 amx_tile amx_bf16 sse"))
                .isEqualTo(new MatrixUnits(true, "the processor has AMX units"));
        assertThat(ofProcessor("flags : fpu sse")).isEqualTo(new MatrixUnits(false, "the processor has no AMX units"));
        assertThat(ofProcessor("flags : fpu avx512_bf16").bfloat16()).isFalse();
        assertThat(ofProcessor("flags : fpu avx512_bf16").reason()).contains("instructions for bf16");
        assertThat(ofProcessor("Features : bf16").reason()).endsWith("names no flags of the processor");
        assertThat(MatrixUnits.ofProcessor(folder.resolve("none")).reason()).startsWith("only Linux tells");
    }

    private MatrixUnits ofProcessor(String line) throws IOException {
        return MatrixUnits.ofProcessor(Files.writeString(folder.resolve("cpuinfo"), "processor : 0\n" + line + "\n"));
    }

    @Test
    void theComputeCapabilityOfAGpuTells() {
        assertThat(MatrixUnits.ofGpu(9)).isEqualTo(new MatrixUnits(true, "compute capability 9.x"));
        assertThat(MatrixUnits.ofGpu(8).bfloat16()).isTrue();
        assertThat(MatrixUnits.ofGpu(7))
                .isEqualTo(new MatrixUnits(false, "compute capability 7.x, and bf16 needs 8.0"));
        assertThat(MatrixUnits.ofGpu(0).bfloat16()).isFalse();
    }
}
