package io.github.hcsc.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import io.github.hcsc.train.config.ConfigException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ShortMemoryTest {

    private final EngineException gpu = new EngineException(
            "CUDA out of memory. Tried to allocate 2.00 GiB. GPU 0 has a total capacity of 39.4 GiB");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            16 | 1 | run.microBatch=8 takes about half of it at the same results
            16 | 4 | run.microBatch=8 takes
            12 | 8 | encoder.bnGroups=4 with run.microBatch=4 takes about half of it, and so does optimizer.batchSize=8
            1  | 1 | optimizer.batchSize=8 takes less
            """)
    void namesWhatTakesLess(int atATime, int together, String advice) {
        ShortMemory memory = new ShortMemory(PretrainerTest.config(), new Chunks(16, atATime), together, Device.gpu(0));

        assertThat(memory.explained(gpu)).hasValueSatisfying(error -> assertThat(error)
                .hasMessageStartingWith(
                        "the memory of gpu(0) is too short for batches of 16 images (optimizer.batchSize)"
                                + " of which " + atATime + " pass the encoder at a time (run.microBatch). ")
                .hasMessageContaining(advice)
                .hasMessageEndingWith("PyTorch said: " + gpu.getMessage())
                .hasCause(gpu));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[enforce fail at alloc_cpu.cpp:75] err == 0. DefaultCPUAllocator: can't allocate memory: you tried to",
                "DefaultCPUAllocator: not enough memory: you tried to allocate 8 bytes"
            })
    void knowsWhatACpuSays(String message) {
        ShortMemory memory = new ShortMemory(PretrainerTest.config(), new Chunks(16, 16), 1, Device.cpu());

        assertThat(memory.explained(new EngineException(message))).isPresent();
        assertThat(memory.explained(new EngineException("mat1 and mat2 shapes cannot be multiplied")))
                .isEmpty();
    }

    @Test
    void noHalfMadeRunStays() {
        Path run = folder.resolve("run");
        try (Pretrainer pretrainer = Pretrainer.create(PretrainerTest.config("prototypes.firstClusteringEpoch=0"), run)
                .optData(PretrainerTest.images())
                .optClusterer((embeddings, previous, epoch) -> {
                    throw new EngineException(gpu.getMessage());
                })
                .build()) {
            assertThatThrownBy(pretrainer::run)
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("run.microBatch=8 takes about half of it");
        }
        assertThat(run).doesNotExist();
    }
}
