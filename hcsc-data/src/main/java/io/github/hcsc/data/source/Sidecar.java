package io.github.hcsc.data.source;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** The class of an image in a file beside it, as webdataset has it: {@code 7.cls} or {@code 7.json} for {@code 7.jpg}. */
final class Sidecar {
    /** Longer files are no labels. */
    static final int LONGEST = 1 << 16;

    private static final int LONGEST_LABEL = 200;
    private static final List<String> KEYS = List.of("label", "cls", "class", "class_name", "class_id", "target");

    private Sidecar() {}

    static boolean isOne(String name) {
        String extension = ImageFiles.extension(name);
        return extension.equals("cls") || extension.equals("json");
    }

    /** What the files of one sample share: their path up to the first dot of the name. */
    static String key(String path) {
        int dot = path.indexOf('.', path.lastIndexOf('/') + 1);
        return dot < 0 ? path : path.substring(0, dot);
    }

    /** The class that a file names, if it does. */
    static Optional<String> label(String name, byte[] content) {
        String text = new String(content, StandardCharsets.UTF_8).strip();
        Optional<String> label = ImageFiles.extension(name).equals("cls") ? Optional.of(text) : inJson(text);
        return label.filter(word -> !word.isEmpty() && word.length() <= LONGEST_LABEL && word.indexOf('\n') < 0);
    }

    private static Optional<String> inJson(String text) {
        try {
            JsonElement parsed = JsonParser.parseString(text);
            return parsed.isJsonObject() ? inObject(parsed.getAsJsonObject()) : Optional.empty();
        } catch (JsonParseException e) {
            return Optional.empty(); // no label, which is then said of the image
        }
    }

    private static Optional<String> inObject(JsonObject object) {
        return KEYS.stream()
                .filter(key -> object.has(key) && object.get(key).isJsonPrimitive())
                .findFirst()
                .map(key -> object.get(key).getAsString());
    }
}
