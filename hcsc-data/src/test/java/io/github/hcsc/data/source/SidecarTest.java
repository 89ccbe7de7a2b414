package io.github.hcsc.data.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tar files of webdataset: the files of one sample follow each other and share their name up to the first dot. */
final class SidecarTest {
    private final Path folder;
    private final TarWriter tar = new TarWriter();

    SidecarTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void numbersInClsFilesAreClasses() throws IOException {
        sample("000", "cls", "2\n");
        sample("001", "cls", "0");
        tar.entry('0', "002.cls", "1".getBytes(UTF_8));
        tar.entry('0', "002.seg.png", Pictures.square(1, "png"));
        tar.entry('0', "002.png", Pictures.square(1, "png"));

        try (TarShards shards = open()) {
            assertThat(IntStream.range(0, 4).map(i -> shards.label(i).orElseThrow()))
                    .containsExactly(2, 0, 1, 1);
            assertThat(shards.classNames()).containsExactly("0", "1", "2");
            assertThat(shards.leftOut()).isEqualTo(LeftOut.NOTHING);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"label\": \"cat\"}",
                "{\"caption\": \"a {dog}\", \"cls\": \"cat\"}",
                " {\"url\": null, \"class_name\": \"cat\", \"x\": [1, {}]} ",
            })
    void namesInJsonFilesAreClasses(String json) throws IOException {
        sample("all/000", "json", json);
        sample("all/001", "json", "{\"label\":\"ant\"}");

        try (TarShards shards = open()) {
            assertThat(shards.classNames()).containsExactly("ant", "cat");
            assertThat(shards.label(0)).hasValue(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"caption\": \"cat\"}", "[1]", "{", "", "{\"label\": [1]}", "7"})
    void labelsOfSomeImagesDoNotCountAndThatIsSaid(String json) throws IOException {
        sample("000", "json", json);
        sample("001", "json", "{\"label\":\"ant\"}");

        try (TarShards shards = open()) {
            assertThat(shards.classNames()).isEmpty();
            assertThat(shards.leftOut().lines())
                    .containsExactly(
                            "1 file left out: 1 .json",
                            "1 of 2 images have no .cls or .json file with a label beside them; the labels of the others do"
                                    + " not count");
        }
    }

    @Test
    void foldersComeFirst() throws IOException {
        sample("ant/000", "cls", "5");
        sample("bee/001", "cls", "4");

        try (TarShards shards = open()) {
            assertThat(shards.classNames()).containsExactly("ant", "bee");
        }
    }

    @Test
    void jsonOfAnyDepthIsNoDanger() throws IOException {
        sample("000", "json", "[".repeat(60_000));

        try (TarShards shards = open()) {
            assertThat(shards.size()).isEqualTo(1);
        }
    }

    private void sample(String key, String extension, String text) throws IOException {
        tar.entry('0', key + ".png", Pictures.square(1, "png"));
        tar.entry('0', key + "." + extension, text.getBytes(UTF_8));
    }

    private TarShards open() throws IOException {
        return TarShards.open(List.of(tar.write(folder.resolve("a.tar"))));
    }
}
