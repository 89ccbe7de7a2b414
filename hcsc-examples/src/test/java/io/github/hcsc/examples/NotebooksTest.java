package io.github.hcsc.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The committed notebooks: executed from top to bottom, without errors, and in step with the library of today. */
final class NotebooksTest {

    @TempDir
    private Path folder;

    static List<Path> notebooks() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("notebooks"))) {
            return files.filter(file -> file.toString().endsWith(".ipynb"))
                    .sorted()
                    .toList();
        }
    }

    private static List<JsonNode> code(Path notebook) throws IOException {
        JsonNode cells = new JsonMapper().readTree(notebook.toFile()).get("cells");
        return StreamSupport.stream(cells.spliterator(), false)
                .filter(cell -> cell.get("cell_type").asText().equals("code"))
                .toList();
    }

    private static String text(JsonNode lines) {
        return StreamSupport.stream(lines.spliterator(), false)
                .map(JsonNode::asText)
                .collect(Collectors.joining());
    }

    @ParameterizedTest
    @MethodSource("notebooks")
    void wasExecutedFromTopToBottom(Path notebook) throws IOException {
        List<JsonNode> cells = code(notebook);

        assertThat(cells)
                .extracting(cell -> cell.get("execution_count").asInt())
                .isEqualTo(IntStream.rangeClosed(1, cells.size()).boxed().toList());
        assertThat(cells.stream().flatMap(cell -> cell.get("outputs").findValues("image/png").stream()))
                .as("pictures")
                .isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("notebooks")
    void showsNoErrorAndNothingOfTheMachineItRanOn(Path notebook) throws IOException {
        for (JsonNode cell : code(notebook)) {
            for (JsonNode output : cell.get("outputs")) {
                assertThat(output.get("output_type").asText())
                        .as(() -> text(cell.get("source")))
                        .isNotEqualTo("error");
                assertThat(text(output.path("text")) + text(output.at("/data/text~1plain")))
                        .doesNotContain("WARN", "ERROR", "Exception")
                        .doesNotContainPattern("(^|[\\s:\"'(])(/\\w|[A-Z]:\\\\)");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("notebooks")
    void compilesAgainstTheLibrary(Path notebook) throws IOException {
        List<String> sources = new ArrayList<>();
        for (JsonNode cell : code(notebook)) {
            sources.add(text(cell.get("source")));
        }
        assertThat(NotebookCompiler.errors(sources, folder)).isEmpty();
    }
}
