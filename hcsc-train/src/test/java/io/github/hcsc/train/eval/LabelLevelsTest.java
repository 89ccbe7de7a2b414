package io.github.hcsc.train.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.hcsc.data.source.ImageSource;
import io.github.hcsc.data.source.ImageSources;
import io.github.hcsc.train.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LabelLevelsTest {
    @TempDir
    private Path folder;

    @Test
    void aTableBesideTheImagesGroupsTheirClasses() throws IOException {
        ImageSource images = images("train/cat/1.png", "train/dog/2.png", "train/oak/3.png");
        Files.writeString(
                folder.resolve("hierarchy.csv"),
                "\uFEFFclass, group,kind\ncat,pet,animal\ndog,pet,animal\n\noak,tree,plant\n");

        LabelLevels levels = LabelLevels.find(folder.resolve("train"), images);

        assertThat(levels.names()).containsExactly("group", "kind");
        assertThat(levels.of(images).get("group")).containsExactly("pet", "pet", "tree");
        assertThat(levels.of(images).get("kind")).containsExactly("animal", "animal", "plant");
    }

    @Test
    void foldersBelowClassFoldersAreLevels() throws IOException {
        ImageSource images = images("train/animal/cat/1.png", "train/animal/dog/2.png", "train/plant/oak/3.png");

        LabelLevels levels = LabelLevels.find(folder.resolve("train"), images);

        assertThat(levels.of(images)).containsOnlyKeys("depth2");
        assertThat(levels.of(images).get("depth2")).containsExactly("animal/cat", "animal/dog", "plant/oak");
        assertThat(LabelLevels.find(folder.resolve("train"), images("train/plant/4.png"))
                        .names())
                .isEmpty();
    }

    @Test
    void aTableThatDoesNotFitIsRefused() throws IOException {
        ImageSource images = images("train/cat/1.png", "train/dog/2.png");
        Path table = Files.writeString(folder.resolve("some.csv"), "class,group\ncat,pet\n");

        assertThatThrownBy(() -> LabelLevels.read(table).of(images))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("dog");
        Files.writeString(table, "class,group\ncat,pet,animal\n");
        assertThatThrownBy(() -> LabelLevels.read(table))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("heading such as class,group,kind");
    }

    /** Only names are looked at. */
    private ImageSource images(String... names) throws IOException {
        for (String name : List.of(names)) {
            Files.createDirectories(folder.resolve(name).getParent());
            Files.writeString(folder.resolve(name), "");
        }
        return ImageSources.open(folder.resolve("train"));
    }
}
