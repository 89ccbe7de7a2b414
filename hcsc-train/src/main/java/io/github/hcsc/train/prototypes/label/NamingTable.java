package io.github.hcsc.train.prototypes.label;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import io.github.hcsc.core.state.AtomicFile;
import io.github.hcsc.core.state.FileProblem;
import io.github.hcsc.train.prototypes.ImageTable;
import io.github.hcsc.train.prototypes.PrototypeTree;
import io.github.hcsc.train.prototypes.TreeNode;
import io.github.hcsc.train.text.SpreadsheetCell;
import java.io.BufferedReader;
import java.io.CharConversionException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The CSV file in which nodes are given names: one row per node, with the column {@code name} to fill in. Rows may be left
 * out or empty, and rows of other nodes of the tree, for example of those above, may be added.
 */
public final class NamingTable {

    private static final CsvMapper MAPPER = new CsvMapper();
    private static final int EXAMPLES = 9;
    private static final String NODE = "node";
    private static final String NAME = "name";
    private static final String EXAMPLES_COLUMN = "examples";

    @JsonPropertyOrder({"node", "name", "images", "explained", "above", "examples"})
    private record Row(String node, String name, int images, String explained, String above, String examples) {}

    private NamingTable() {}

    /**
     * Writes a file to fill in.
     *
     * @param nodes the nodes to name, in order
     * @param names the names that some of them have already
     * @throws IOException if it cannot be written
     */
    public static void write(
            Path file, PrototypeTree tree, ImageTable images, List<TreeNode> nodes, Map<TreeNode, String> names)
            throws IOException {
        List<Row> rows = new ArrayList<>();
        long explained = 0;
        for (TreeNode node : nodes) {
            explained += tree.size(node);
            rows.add(new Row(
                    node.toString(),
                    SpreadsheetCell.of(names.getOrDefault(node, "")),
                    tree.size(node),
                    Math.round(1000.0 * explained / tree.images()) / 10.0 + " %",
                    tree.parent(node).map(TreeNode::toString).orElse(""),
                    SpreadsheetCell.of(examples(node, tree, images))));
        }
        AtomicFile.write(
                file, MAPPER.writer(MAPPER.schemaFor(Row.class).withHeader()).writeValueAsString(rows));
    }

    private static String examples(TreeNode node, PrototypeTree tree, ImageTable images) {
        return IntStream.of(tree.level(node).nearest(node.index(), EXAMPLES))
                .mapToObj(images.names()::get)
                .collect(Collectors.joining(" | "));
    }

    /**
     * Reads the names that a person has filled in already, none if the file is not there.
     *
     * @throws IOException if the file has names that are not of this tree: their examples are others
     */
    public static Map<TreeNode, String> filledIn(Path file, PrototypeTree tree, ImageTable images) throws IOException {
        if (!Files.exists(file)) {
            return Map.of();
        }
        Map<TreeNode, String> names = new LinkedHashMap<>();
        try (MappingIterator<Map<String, String>> rows = rows(file)) {
            while (rows.hasNextValue()) {
                Map<String, String> row = rows.nextValue();
                String name = SpreadsheetCell.text(row.getOrDefault(NAME, "").strip());
                if (!name.isEmpty()) {
                    TreeNode node = node(row.getOrDefault(NODE, "").strip(), tree);
                    if (!examples(node, tree, images)
                            .equals(SpreadsheetCell.text(row.getOrDefault(EXAMPLES_COLUMN, "")))) {
                        throw new IllegalArgumentException(name + " names a node " + node + " of other images");
                    }
                    put(names, node, name);
                }
            }
        } catch (IllegalArgumentException | IOException e) {
            throw new IOException(
                    file + " is there already, and its names cannot be kept; name another file. " + e.getMessage(), e);
        }
        return names;
    }

    /**
     * Reads the names that were filled in, as spreadsheets save them: with commas or semicolons, with or without a byte
     * order mark.
     *
     * @throws IOException if the file cannot be read or is no such table, naming the line
     */
    public static Map<TreeNode, String> read(Path file, PrototypeTree tree) throws IOException {
        Map<TreeNode, String> names = new LinkedHashMap<>();
        try (MappingIterator<Map<String, String>> rows = rows(file)) {
            while (rows.hasNextValue()) {
                Map<String, String> row = rows.nextValue();
                if (!row.containsKey(NODE) || !row.containsKey(NAME)) {
                    throw new IllegalArgumentException("a row must have the columns node and name, but was " + row);
                }
                String name = SpreadsheetCell.text(row.get(NAME).strip());
                if (!name.isEmpty()) {
                    put(names, node(row.get(NODE).strip(), tree), name);
                }
            }
        } catch (IllegalArgumentException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        } catch (JsonProcessingException e) {
            throw new IOException(file + ", line " + e.getLocation().getLineNr() + ": " + e.getOriginalMessage(), e);
        } catch (CharConversionException e) {
            throw new IOException(file + " must be text in UTF-8: save it as 'CSV UTF-8'; " + e.getMessage(), e);
        } catch (IOException e) {
            throw new IOException(file + " cannot be read: " + FileProblem.of(e), e);
        }
        if (names.isEmpty()) {
            throw new IOException(file + " must give a node a name in the column name, but gives none");
        }
        return names;
    }

    private static MappingIterator<Map<String, String>> rows(Path file) throws IOException {
        return MAPPER.readerForMapOf(String.class)
                .with(CsvSchema.emptySchema().withHeader().withColumnSeparator(separator(file)))
                .with(CsvParser.Feature.SKIP_EMPTY_LINES)
                .readValues(file.toFile());
    }

    private static char separator(Path file) throws IOException {
        try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
            String header = reader.readLine();
            return header != null && header.indexOf(';') >= 0 && header.indexOf(',') < 0 ? ';' : ',';
        }
    }

    private static TreeNode node(String text, PrototypeTree tree) {
        TreeNode node = TreeNode.parse(text);
        if (!tree.has(node)) {
            throw new IllegalArgumentException("the tree has no node " + node);
        }
        return node;
    }

    private static void put(Map<TreeNode, String> names, TreeNode node, String name) {
        String other = names.put(node, name);
        if (other != null && !other.equals(name)) {
            throw new IllegalArgumentException("node " + node + " has two names, " + other + " and " + name);
        }
    }
}
