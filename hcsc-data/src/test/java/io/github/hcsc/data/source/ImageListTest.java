package io.github.hcsc.data.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists as programs and spreadsheets write them. */
final class ImageListTest {
    private final Path folder;

    ImageListTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "i/a b.png 1\ni/c.png 0\n",
                "\uFEFFi/a b.png 1\ni/c.png 0\n",
                "i/a b.png,1\r\ni/c.png,0\r\n",
                "i/a b.png;1\ni/c.png;0\n",
                "i/a b.png\t1\ni/c.png 0\n",
                "i/a b.png , 1\ni/c.png, 0\n",
                "\"i/a b.png\",1\n\"i/c.png\",0\n",
                "\"i/a b.png\" 1\ni/c.png 0\n",
                "\"i/a b.png\";\"1\"\n\"i/c.png\";\"0\"\n",
                "\uFEFFpath,label\ni/a b.png,1\ni/c.png,0\n",
                "Filename;Class\n\"i/a b.png\";1\ni/c.png;0\n",
                "path label\ni/a b.png 1\ni/c.png 0\n",
                "label,path\n1,i/a b.png\n0,i/c.png\n",
                "photo,n\ni/a b.png,1\ni/c.png,0\n",
                "split,image,height,label\ntrain,i/a b.png,30,1\ntest,i/c.png,40,0\n",
                "i/a b.png 1.0\ni/c.png 0.0\n",
                "i/a b.png,1.00\ni/c.png,0.\n",
                "# mine\n\n  i/a b.png 01  \n\ni/c.png 0",
                "i\\a b.png 1\ni\\c.png 0\n",
                "i\\a b.png;1\ni\\c.png;0\n",
            })
    @DisabledOnOs(OS.WINDOWS)
    void readsPathsAndNumbersOfClassesHoweverTheyAreWritten(String text) throws IOException {
        Pictures.write(folder, "i/a b.png", 11);
        Pictures.write(folder, "i/c.png", 22);

        ImageSource list = open(text);

        assertThat(list.size()).isEqualTo(2);
        assertThat(list.label(0)).hasValue(1);
        assertThat(list.label(1)).hasValue(0);
        assertThat(list.classNames()).containsExactly("0", "1");
        assertThat(Pictures.grey(list.image(0))).isEqualTo(11);
        assertThat(Pictures.grey(list.image(1))).isEqualTo(22);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "b.png,dog\na b.png,cat\nc.png,dog\n",
                "b.png dog\na b.png cat\nc.png dog\n",
                "b.png\tdog\na b.png\tcat\nc.png\tdog\n",
                "file;category\nb.png;dog\na b.png;cat\nc.png;dog\n",
                "\"b.png\",\"dog\"\n\"a b.png\",\"cat\"\n\"c.png\",\"dog\"\n",
            })
    void readsNamesOfClasses(String text) throws IOException {
        ImageSource list = open(text);

        assertThat(list.classNames()).containsExactly("cat", "dog");
        assertThat(IntStream.range(0, 3).mapToObj(list::name)).containsExactly("b.png", "a b.png", "c.png");
        assertThat(IntStream.range(0, 3).map(i -> list.label(i).orElseThrow())).containsExactly(1, 0, 1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a, b.png\nc;d e.png\n",
                "\uFEFFa, b.png\nc;d e.png\n",
                "path\na, b.png\nc;d e.png\n",
            })
    void readsPathsAlone(String text) throws IOException {
        ImageSource list = open(text);

        assertThat(list.classNames()).isEmpty();
        assertThat(list.label(0)).isEmpty();
        assertThat(IntStream.range(0, list.size()).mapToObj(list::name)).containsExactly("a, b.png", "c;d e.png");
    }

    @Test
    void takesNumbersFarBeyondTheImagesForNames() throws IOException {
        ImageSource list = open("a.png 999999999\nb.png 7\nc.png 123456789012345678901234567890\n");

        assertThat(list.classNames()).containsExactly("123456789012345678901234567890", "7", "999999999");
        assertThat(list.label(1)).hasValue(1);
    }

    @Test
    void keepsTheNumbersOfClassesThatAreNotInTheList() throws IOException {
        ImageSource list = open("a.png 999\nb.png 7\n");

        assertThat(list.label(0)).hasValue(999);
        assertThat(list.classNames()).hasSize(1000).contains("998");
    }

    @Test
    @Timeout(10)
    void readsLinesOfManySpaces() throws IOException {
        String spaces = " ".repeat(300_000);

        assertThat(open("a" + spaces + "b.png\n").size()).isEqualTo(1);
        assertThat(open(("b" + spaces + ".\n").repeat(3)).size()).isEqualTo(3);
        assertThat(open("a.png" + spaces + "1\n").label(0)).hasValue(1);
        assertThatThrownBy(() -> open("a.png" + spaces.replace(' ', ',') + "1\n"))
                .hasMessageContaining("two columns");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a.png,0\nb.png\n",
                "a.png,0\nb.png,\n",
                "a.png,0\nb.png,1,2\n",
                "a.png\nb.png 1\n",
                "path,label\nb.png,\n",
            })
    void refusesListsThatLabelOnlySomeImages(String text) {
        assertThatThrownBy(() -> open(text))
                .hasMessageStartingWith("a list must give the class on all lines or on none, but line 2 of ");
    }

    @Test
    void refusesTablesWhoseColumnsHaveNoMeaning() {
        assertThatThrownBy(() -> open("a.png,3,train\nb.png,4,test\n"))
                .hasMessage(
                        "a list must have two columns, path and class, or a heading with the words path and label, but"
                                + " %s has 3 columns: a.png,3,train",
                        folder.resolve("l.txt"));
    }

    @Test
    void namesWhatCannotBeAPathAsDamaged() throws IOException {
        ImageSource list = open("a\0.png\nb.png\n");

        assertThat(list.name(0)).isEqualTo("a\\u0000.png");
        assertThat(list.file(0)).isEmpty();
        assertThatThrownBy(() -> list.image(0)).isInstanceOf(IOException.class);
    }

    @Test
    void damagedNamesReachNoTerminal() throws IOException {
        ImageSource list = open("a\u001b[31m.png\n");

        assertThatThrownBy(() -> list.image(0))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageEndingWith("a\\u001b[31m.png");
    }

    private ImageSource open(String text) throws IOException {
        return ImageSources.open(Files.writeString(folder.resolve("l.txt"), text));
    }
}
