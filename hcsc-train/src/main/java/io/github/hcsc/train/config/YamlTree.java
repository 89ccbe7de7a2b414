package io.github.hcsc.train.config;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;

/** A YAML document as a tree that remembers where each of its keys was written. */
final class YamlTree {
    private static final int MAXIMUM_CHARACTERS = 256 * 1024;
    private static final int MAXIMUM_DEPTH = 16;
    private static final YAMLFactory FACTORY = newFactory();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final String name;
    private final ObjectNode root = NODES.objectNode();
    private final Map<String, String> places = new HashMap<>();

    private YamlTree(String name) {
        this.name = name;
    }

    /**
     * Parses a document.
     *
     * @param name what messages call it, normally the file
     * @throws ConfigException if it is no YAML, too large, or more than plain keys and values
     */
    static YamlTree parse(String yaml, String name) {
        YamlTree tree = new YamlTree(name);
        if (yaml.length() > MAXIMUM_CHARACTERS) {
            throw new ConfigException(name + " must be at most " + MAXIMUM_CHARACTERS + " characters long, but has "
                    + yaml.length() + "; is it a configuration?");
        }
        try (YAMLParser parser = FACTORY.createParser(yaml)) {
            parser.nextToken();
            if (!parser.hasToken(JsonToken.START_OBJECT)) {
                throw new ConfigException(tree.place(parser) + ": a configuration must be keys and values");
            }
            tree.readObject(parser, tree.root, "");
            if (parser.nextToken() != null) {
                throw new ConfigException(tree.place(parser) + ": a configuration must be a single document");
            }
            return tree;
        } catch (JsonProcessingException e) {
            throw new ConfigException(tree.place(e.getLocation()) + ": not valid YAML: " + firstLine(e), e);
        } catch (IOException e) {
            throw new ConfigException(name + ": " + e.getMessage(), e);
        }
    }

    /** Parses a document of this package. */
    static YamlTree resource(String resource) {
        try (InputStream stream = YamlTree.class.getResourceAsStream(resource)) {
            if (stream == null) {
                throw new IllegalStateException(resource + " is missing from the jar");
            }
            return parse(new String(stream.readAllBytes(), StandardCharsets.UTF_8), resource);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    ObjectNode root() {
        return root;
    }

    /** Where the key, or the nearest one around it, was written. */
    String place(String pointer) {
        String nearest = pointer;
        while (!places.containsKey(nearest) && !nearest.isEmpty()) {
            nearest = nearest.substring(0, nearest.lastIndexOf('/'));
        }
        return places.getOrDefault(nearest, name);
    }

    /** Replaces the value at a pointer, making the objects around it. */
    void set(String pointer, JsonNode value, String place) {
        ObjectNode parent = root;
        int start = 1;
        for (int end = pointer.indexOf('/', start); end >= 0; end = pointer.indexOf('/', start)) {
            String key = pointer.substring(start, end);
            if (!(parent.get(key) instanceof ObjectNode)) {
                places.put(pointer.substring(0, end), place);
            }
            parent = parent.get(key) instanceof ObjectNode object ? object : parent.putObject(key);
            start = end + 1;
        }
        parent.set(pointer.substring(start), value);
        places.keySet().removeIf(key -> key.startsWith(pointer + "/"));
        places.put(pointer, place);
    }

    /** Adds what the defaults have and this tree has not. */
    void fillFrom(YamlTree defaults) {
        fill(root, defaults.root, "", defaults);
    }

    /** Removes every value the other tree has. */
    void removeAllOf(YamlTree other) {
        other.removeFrom(root);
    }

    /** Removes every value this tree has from another, and objects that are empty then. */
    void removeFrom(ObjectNode other) {
        remove(other, root);
    }

    /** Returns the first value that both trees have, as a pointer. */
    Optional<String> sharedWith(YamlTree other) {
        return shared(root, other.root, "");
    }

    private static Optional<String> shared(ObjectNode one, ObjectNode other, String pointer) {
        return one.properties().stream()
                .filter(entry -> other.has(entry.getKey()))
                .flatMap(entry -> {
                    String here = pointer + "/" + entry.getKey();
                    return entry.getValue() instanceof ObjectNode object
                                    && other.get(entry.getKey()) instanceof ObjectNode values
                            ? shared(object, values, here).stream()
                            : Stream.of(here);
                })
                .findFirst();
    }

    private void fill(ObjectNode target, ObjectNode source, String pointer, YamlTree defaults) {
        for (Map.Entry<String, JsonNode> entry : source.properties()) {
            String here = pointer + "/" + entry.getKey();
            JsonNode present = target.get(entry.getKey());
            if (present == null) {
                target.set(entry.getKey(), entry.getValue());
                places.put(here, defaults.place(here));
            } else if (present instanceof ObjectNode object && entry.getValue() instanceof ObjectNode values) {
                fill(object, values, here, defaults);
            }
        }
    }

    private static void remove(ObjectNode target, ObjectNode keys) {
        for (Map.Entry<String, JsonNode> entry : keys.properties()) {
            if (target.get(entry.getKey()) instanceof ObjectNode object
                    && entry.getValue() instanceof ObjectNode values) {
                remove(object, values);
                if (object.isEmpty()) {
                    target.remove(entry.getKey());
                }
            } else {
                target.remove(entry.getKey());
            }
        }
    }

    private void readObject(YAMLParser parser, ObjectNode object, String pointer) throws IOException {
        refuseAnchor(parser);
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String key = parser.currentName();
            String here = pointer + "/" + key;
            places.put(here, place(parser));
            if (key.indexOf('/') >= 0 || key.indexOf('.') >= 0) {
                throw new ConfigException(place(here) + ": a key must not contain . or /, but was " + key);
            }
            parser.nextToken();
            object.set(key, readValue(parser, here));
        }
    }

    private ArrayNode readArray(YAMLParser parser, String pointer) throws IOException {
        refuseAnchor(parser);
        ArrayNode array = NODES.arrayNode();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            String here = pointer + "/" + array.size();
            places.put(here, place(parser));
            array.add(readValue(parser, here));
        }
        return array;
    }

    private JsonNode readValue(YAMLParser parser, String pointer) throws IOException {
        refuseAnchor(parser);
        switch (parser.currentToken()) {
            case START_OBJECT -> {
                ObjectNode object = NODES.objectNode();
                readObject(parser, object, pointer);
                return object;
            }
            case START_ARRAY -> {
                return readArray(parser, pointer);
            }
            case VALUE_NUMBER_INT -> {
                return parser.getNumberType() == JsonParser.NumberType.INT
                        ? NODES.numberNode(parser.getIntValue())
                        : NODES.numberNode(parser.getBigIntegerValue());
            }
            case VALUE_NUMBER_FLOAT -> {
                return NODES.numberNode(parser.getDoubleValue());
            }
            case VALUE_TRUE, VALUE_FALSE -> {
                return NODES.booleanNode(parser.getBooleanValue());
            }
            case VALUE_NULL -> {
                return NODES.nullNode();
            }
            default -> {
                return NODES.textNode(parser.getText());
            }
        }
    }

    private void refuseAnchor(YAMLParser parser) throws IOException {
        if (parser.isCurrentAlias() || parser.getObjectId() != null || parser.getTypeId() != null) {
            throw new ConfigException(place(parser) + ": anchors, aliases and tags must not be used here");
        }
    }

    private String place(JsonParser parser) {
        return place(parser.currentTokenLocation());
    }

    private String place(JsonLocation location) {
        return location == null ? name : name + ":" + location.getLineNr() + ":" + location.getColumnNr();
    }

    private static String firstLine(JsonProcessingException e) {
        return e.getOriginalMessage().lines().findFirst().orElse("unreadable");
    }

    private static YAMLFactory newFactory() {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(MAXIMUM_CHARACTERS);
        options.setNestingDepthLimit(MAXIMUM_DEPTH);
        options.setMaxAliasesForCollections(1);
        return YAMLFactory.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .loaderOptions(options)
                .build();
    }
}
