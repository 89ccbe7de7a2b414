package io.github.hcsc.train.cli;

import io.github.hcsc.train.features.FeatureTable;
import io.github.hcsc.train.features.JoinedRows;
import io.github.hcsc.train.prototypes.ImageTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What rows are called. */
final class RowNameOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--names", paramLabel = "FILE", description = "Names of the rows, one a line.")
    private Optional<Path> names = Optional.empty();

    @Option(names = "--labels", paramLabel = "FILE", description = "Classes of the rows, one a line.")
    private Optional<Path> labels = Optional.empty();

    /**
     * Names the rows of some tables.
     *
     * @throws ParameterException if a file has not as many lines as there are rows
     */
    ImageTable named(List<FeatureTable> tables, JoinedRows all) throws IOException {
        int rows = Math.toIntExact(all.count());
        ImageTable given = given(tables);
        return new ImageTable(
                names.isPresent() ? lines("--names", names.orElseThrow(), rows) : given.names(),
                labels.isPresent() ? lines("--labels", labels.orElseThrow(), rows) : given.classes());
    }

    /** Names rows as their tables do, or by their positions; classes are those that all tables give. */
    static ImageTable given(List<FeatureTable> tables) {
        List<String> names = names(tables);
        List<String> classes =
                tables.stream().flatMap(table -> table.classes().stream()).toList();
        return new ImageTable(names, classes.size() == names.size() ? classes : List.of());
    }

    private static List<String> names(List<FeatureTable> tables) {
        List<String> names = new ArrayList<>();
        for (FeatureTable table : tables) {
            String prefix = tables.size() == 1 ? "" : table.file().getFileName() + "#";
            int count = Math.toIntExact(table.rows().count());
            names.addAll(
                    table.names().isEmpty()
                            ? IntStream.range(0, count)
                                    .mapToObj(row -> prefix + row)
                                    .toList()
                            : table.names());
        }
        return names;
    }

    private List<String> lines(String option, Path file, int rows) throws IOException {
        List<String> lines = Files.readAllLines(file);
        if (lines.size() != rows) {
            throw new ParameterException(
                    spec.commandLine(),
                    option + " " + file + " must have a line for each of " + rows + " rows, but has " + lines.size());
        }
        return lines;
    }
}
