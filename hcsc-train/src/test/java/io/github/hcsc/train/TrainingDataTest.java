package io.github.hcsc.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.hcsc.data.decode.Exif;
import io.github.hcsc.train.config.ConfigException;
import io.github.hcsc.train.config.DataConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TrainingDataTest {

    @TempDir
    private Path folder;

    @BeforeEach
    void makeFiles() throws IOException {
        for (String name :
                List.of("flat/1.png", "train/cat/1.png", "train/dog/2.png", "test/cat/3.png", "test/emu/4.png")) {
            Path file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            Files.createFile(file);
        }
    }

    @Test
    void heldOutImagesMustHaveClassesThatTrainingImagesHave() throws IOException {
        try (TrainingData data = TrainingData.open(config("train", "train"), 0)) {
            assertThat(data.heldOut()).isPresent();
        }
        assertThatThrownBy(() -> TrainingData.open(config("flat", "train"), 0))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("data.heldOut")
                .hasMessageContaining("flat with 1 image, no classes must have labels");
        assertThatThrownBy(() -> TrainingData.open(config("train", "flat"), 0))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("must have labels");
        assertThatThrownBy(() -> TrainingData.open(config("train", "test"), 0))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("class emu of folder");
    }

    private DataConfig config(String training, String heldOut) {
        return new DataConfig(
                folder.resolve(training), Optional.of(folder.resolve(heldOut)), 0, 0, 1, 0, 0, List.of(), Exif.IGNORE);
    }
}
