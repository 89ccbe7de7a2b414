package io.github.hcsc.core.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.github.hcsc.core.torch.GpuDiagnosis.Driver;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class GpuDiagnosisTest {

    private static final List<String> CUDA = List.of("libtorch_cuda.so");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            0   | 12040 | 0 | cu124 | The driver, for CUDA 12.4, sees no GPU
            100 | 12040 | 0 | cu124 | The driver, for CUDA 12.4, sees no GPU
            0   | 11040 | 1 | cu124 | The driver runs CUDA 11.4 and older, but this PyTorch is made for CUDA 12.4
            803 | 12040 | 1 | cu124 | The driver answers with error 803
            0   | 12080 | 2 | cu128 | This process sees 2 GPUs, gpu0 to gpu1.
            0   | 12020 | 9 | cu124 | The driver, for CUDA 12.2, and PyTorch's libraries are there
            """)
    void namesWhatIsMissing(int status, int cuda, int devices, String flavor, String expected) {
        GpuDiagnosis diagnosis = new GpuDiagnosis(Optional.of(new Driver(status, cuda, devices)), CUDA, flavor);

        assertThat(diagnosis.inWords(3, "CUDA error")).startsWith(expected);
    }

    @Test
    void aMachineWithoutDriverIsToldSo() {
        assertThat(new GpuDiagnosis(Optional.empty(), CUDA, "cu124").inWords(0, ""))
                .startsWith("There is no NVIDIA driver: libcuda.so.1 is not found.");
    }

    @Test
    void aLibraryThatIsMissingIsNamed() {
        String failure = "/cache/libtorch_cuda.so: libcudnn.so.8: cannot open shared object file: No such file";

        assertThat(new GpuDiagnosis(Optional.empty(), CUDA, "cu118").inWords(0, failure))
                .startsWith(
                        "The library libcudnn.so.8 is missing. It is cuDNN, which the profile cu118 does not bring");
    }

    @Test
    void aBuildForTheCpuIsToldSo() {
        assumeFalse(Devices.usable("auto").isGpu());
        assertThatThrownBy(() -> Devices.usable("gpu0"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("device gpu0 must be able to compute, but is not")
                .hasMessageContaining("This build has PyTorch for the CPU alone");
    }
}
