package io.github.hcsc.train.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.dataformat.yaml.util.StringQuotingChecker;
import io.github.hcsc.data.decode.Exif;
import java.io.IOException;
import java.io.Serial;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** Binds trees to configuration records, strictly: nothing unknown, nothing missing, nothing converted. */
final class ConfigMapper {
    private static final YAMLMapper MAPPER = newMapper();

    private ConfigMapper() {}

    static <T> T bind(JsonNode tree, Class<T> type) throws JsonProcessingException {
        return MAPPER.treeToValue(tree, type);
    }

    static String write(Object value) {
        return writeTree(tree(value));
    }

    static ObjectNode tree(Object value) {
        return MAPPER.valueToTree(value);
    }

    static String writeTree(JsonNode tree) {
        try {
            return MAPPER.writeValueAsString(tree);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Every value below a record by its dotted key; a list counts as a value. */
    static Map<String, String> flat(Object value) {
        Map<String, String> values = new TreeMap<>();
        flatten("", tree(value), values);
        return values;
    }

    private static void flatten(String key, JsonNode node, Map<String, String> values) {
        if (node.isObject()) {
            String prefix = key.isEmpty() ? "" : key + ".";
            node.properties().forEach(field -> flatten(prefix + field.getKey(), field.getValue(), values));
        } else {
            values.put(key, node.isTextual() ? node.asText() : node.toString());
        }
    }

    /** The word that YAML uses for an enum constant. */
    static String word(Object constant) {
        return MAPPER.convertValue(constant, String.class);
    }

    private static YAMLMapper newMapper() {
        YAMLMapper.Builder builder = YAMLMapper.builder(YAMLFactory.builder()
                        .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                        .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
                        .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
                        .stringQuotingChecker(new NumbersQuoted())
                        .build())
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
                .addMixIn(Exif.class, ExifWords.class)
                .addModule(new SimpleModule("paths")
                        .addDeserializer(Path.class, new PathReader())
                        .addSerializer(Path.class, new ToStringSerializer()));
        for (CoercionInputShape shape : new CoercionInputShape[] {
            CoercionInputShape.Integer, CoercionInputShape.Float, CoercionInputShape.Boolean
        }) {
            builder.withCoercionConfig(LogicalType.Textual, config -> config.setCoercion(shape, CoercionAction.Fail));
        }
        // 1e-4 has no decimal point and is therefore text to YAML 1.1.
        builder.withCoercionConfig(
                LogicalType.Float, config -> config.setCoercion(CoercionInputShape.String, CoercionAction.TryConvert));
        return builder.build();
    }

    /** Jackson knows decimal numbers alone, YAML 1e5, 0x1f and 1_000 too. */
    private static final class NumbersQuoted extends StringQuotingChecker.Default {
        @Serial
        private static final long serialVersionUID = 1L;

        @Override
        public boolean needToQuoteValue(String value) {
            return super.needToQuoteValue(value) || value.matches("[-+.]?[0-9].*");
        }
    }

    /** The words for {@link Exif}, whose module does not know YAML. */
    private enum ExifWords {
        @JsonProperty("apply")
        APPLY,
        @JsonProperty("ignore")
        IGNORE
    }

    private static final class PathReader extends StdDeserializer<Path> {
        PathReader() {
            super(Path.class);
        }

        @Override
        public Path deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            if (!parser.hasToken(JsonToken.VALUE_STRING) || parser.getText().isBlank()) {
                return context.reportInputMismatch(Path.class, "not a path");
            }
            return Path.of(parser.getText());
        }
    }
}
