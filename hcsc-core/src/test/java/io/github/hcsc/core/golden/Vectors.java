package io.github.hcsc.core.golden;

import ai.djl.util.JsonUtils;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Numbers of the reference in JSON, computed in float64. */
public record Vectors(JsonObject root) {

    /** Reads a file by its name without folder and ending. */
    public static Vectors read(String name) {
        try (InputStream text =
                Objects.requireNonNull(Vectors.class.getResourceAsStream("/golden/" + name + ".json"))) {
            String json = new String(text.readAllBytes(), StandardCharsets.UTF_8);
            return new Vectors(JsonUtils.GSON.fromJson(json, JsonObject.class));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns the part of a name. */
    public Vectors in(String name) {
        return new Vectors(root.getAsJsonObject(name));
    }

    /** Returns all numbers of an entry, however it is nested. */
    public float[] floats(String name) {
        JsonArray flat = new JsonArray();
        flatten(root.get(name), flat);
        float[] values = new float[flat.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = flat.get(i).getAsFloat();
        }
        return values;
    }

    private static void flatten(JsonElement element, JsonArray flat) {
        if (element.isJsonArray()) {
            element.getAsJsonArray().forEach(part -> flatten(part, flat));
        } else {
            flat.add(element);
        }
    }
}
