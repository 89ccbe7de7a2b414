package io.github.hcsc.train.prototypes.label;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.hcsc.train.prototypes.ImageTable;
import io.github.hcsc.train.prototypes.PrototypeTree;
import io.github.hcsc.train.prototypes.RandomTree;
import io.github.hcsc.train.prototypes.TreeNode;
import io.github.hcsc.train.prototypes.label.NameSpreader.ImageName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class NamingTableTest {
    private final PrototypeTree tree = RandomTree.of(60, 4, 1, 6, 2).tree();
    private final ImageTable images = new ImageTable(
            IntStream.range(0, 60).mapToObj(i -> "a, \"b\" " + i + ".jpg").toList(), List.of());

    private Path file = Path.of("");

    @BeforeEach
    void name(@TempDir Path folder) {
        file = folder.resolve("names.csv");
    }

    @Test
    void namesThatAreFilledInAreRead() throws IOException {
        NamingTable.write(file, tree, images, List.of(new TreeNode(1, 0), new TreeNode(0, 3)), Map.of());
        List<String> lines = Files.readAllLines(file);
        assertThat(lines.get(0)).isEqualTo("node,name,images,explained,above,examples");
        assertThat(lines).hasSize(3);

        Files.write(
                file,
                List.of(
                        lines.get(0),
                        lines.get(1).replace("L1-0,", "L1-0,\"cat, black\""),
                        lines.get(2),
                        "L1-1, dog ,,,,"));

        assertThat(NamingTable.read(file, tree))
                .isEqualTo(Map.of(new TreeNode(1, 0), "cat, black", new TreeNode(1, 1), "dog"));
    }

    @Test
    void namesThatAPersonFilledInAreFoundAgain() throws IOException {
        assertThat(NamingTable.filledIn(file, tree, images)).isEmpty();
        List<TreeNode> nodes = List.of(new TreeNode(1, 0), new TreeNode(0, 3));
        Map<TreeNode, String> names = Map.of(new TreeNode(0, 3), "cat, black");
        NamingTable.write(file, tree, images, nodes, names);

        assertThat(NamingTable.filledIn(file, tree, images)).isEqualTo(names);
    }

    @Test
    void namesOfAnotherTreeAreNotTakenForNamesOfThisOne() throws IOException {
        TreeNode node = new TreeNode(0, 3);
        PrototypeTree other = RandomTree.of(60, 4, 2, 6, 2).tree();
        NamingTable.write(file, other, images, List.of(node), Map.of(node, "cat"));
        String before = Files.readString(file);

        assertThatThrownBy(() -> NamingTable.filledIn(file, tree, images))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("names.csv is there already, and its names cannot be kept; name another file")
                .hasMessageContaining("cat names a node L0-3 of other images");
        assertThat(file).hasContent(before);
    }

    @Test
    void namesLikeFormulasStayText() throws IOException {
        TreeNode node = new TreeNode(0, 3);
        NamingTable.write(file, tree, images, List.of(node), Map.of(node, "=1+2"));

        assertThat(Files.readAllLines(file).get(1)).startsWith("L0-3,\"'=1+2\",");
        assertThat(NamingTable.read(file, tree)).isEqualTo(Map.of(node, "=1+2"));
    }

    @Test
    void columnsMayBeMovedOrLeftOut() throws IOException {
        Files.writeString(file, "name,node\r\ncat,L0-2\r\n,L0-3\r\n");

        assertThat(NamingTable.read(file, tree)).isEqualTo(Map.of(new TreeNode(0, 2), "cat"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\uFEFFnode,name\r\nL0-2,Käfer\r\n\r\n",
                "node;name;images\r\nL0-2;Käfer;3\r\n;;\r\n",
                "\uFEFFnode;name\nL0-2;\"Käfer\"\n\n"
            })
    void readsWhatSpreadsheetsSave(String content) throws IOException {
        Files.writeString(file, content);

        assertThat(NamingTable.read(file, tree)).isEqualTo(Map.of(new TreeNode(0, 2), "Käfer"));
    }

    @Test
    void asksForUtf8() throws IOException {
        Files.writeString(file, "node,name\nL0-2,Käfer\n", StandardCharsets.ISO_8859_1);

        assertThatThrownBy(() -> NamingTable.read(file, tree))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("names.csv must be text in UTF-8: save it as 'CSV UTF-8'");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            node,name;L0-9,cat            | the tree has no node L0-9
            node,name;root,cat            | a node must be written as L0-17, but was root
            node,name;L0-1,cat;L0-1,dog   | node L0-1 has two names, cat and dog
            node,names;L0-1,cat           | a row must have the columns node and name
            node,name;L0-1,               | must give a node a name in the column name, but gives none
            node,name                     | must give a node a name in the column name, but gives none
            node,name;L0-1,cat,dog        | names.csv
            """)
    void saysWhatIsWrong(String content, String message) throws IOException {
        Files.writeString(file, content.strip().replace(';', '\n') + "\n");

        assertThatThrownBy(() -> NamingTable.read(file, tree))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(message);
    }

    @Test
    void namesOfImagesAreWrittenInOrder() throws IOException {
        List<ImageName> names = IntStream.range(0, 60)
                .mapToObj(image ->
                        new ImageName(image == 1 ? Optional.empty() : Optional.of("cat"), 0.123456, new TreeNode(0, 5)))
                .toList();

        LabelTable.write(file, images, names);

        assertThat(Files.readAllLines(file))
                .hasSize(61)
                .startsWith(
                        "image,name,confidence,node",
                        "\"a, \"\"b\"\" 0.jpg\",cat,0.1235,L0-5",
                        "\"a, \"\"b\"\" 1.jpg\",,0.1235,L0-5");
    }
}
