package io.github.hcsc.train.config;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** A path that may be absent, written as the word {@code none}. */
final class OptionalPaths {
    private static final String NONE = "none";

    private OptionalPaths() {}

    static final class Reader extends JsonDeserializer<Optional<Path>> {
        @Override
        public Optional<Path> deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            if (!parser.hasToken(JsonToken.VALUE_STRING)) {
                return context.reportInputMismatch(Path.class, "a path or none");
            }
            String text = parser.getText();
            return text.equals(NONE) ? Optional.empty() : Optional.of(Path.of(text));
        }
    }

    static final class Writer extends JsonSerializer<Optional<Path>> {
        @Override
        public void serialize(Optional<Path> value, JsonGenerator generator, SerializerProvider provider)
                throws IOException {
            generator.writeString(value.map(Path::toString).orElse(NONE));
        }
    }
}
