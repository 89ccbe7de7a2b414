package io.github.hcsc.core.golden;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.util.JsonUtils;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.hcsc.core.state.Safetensors;
import io.github.hcsc.core.state.StateDict;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * One file of the reference; hcsc-examples/reference/README.md explains the tensors.
 *
 * @param tensors the tensors
 * @param description the settings they were computed with
 */
public record Fixture(StateDict tensors, JsonObject description) {

    /** Reads a file by its name without folder and ending. */
    public static Fixture read(String name) {
        try {
            var url = Objects.requireNonNull(Fixture.class.getResource("/golden/" + name + ".safetensors"), name);
            StateDict tensors = Safetensors.read(Path.of(url.toURI()));
            String description = Objects.requireNonNull(tensors.metadata().get("description"));
            return new Fixture(tensors, JsonUtils.GSON.fromJson(description, JsonObject.class));
        } catch (IOException | URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns whether the file has a tensor of that name. */
    public boolean has(String tensor) {
        return tensors.names().contains(tensor);
    }

    /** Returns a tensor of floats. */
    public float[] floats(String tensor) {
        return tensors.get(tensor).toFloats();
    }

    /** Returns a tensor of integers. */
    public long[] longs(String tensor) {
        return tensors.get(tensor).toLongs();
    }

    /** Returns a tensor of any type. */
    public NDArray array(NDManager manager, String tensor) {
        return tensors.get(tensor).toArray(manager);
    }

    /** Returns an integer setting. */
    public int integer(String setting) {
        return description.get(setting).getAsInt();
    }

    /** Returns a setting that is a word. */
    public String word(String setting) {
        return description.get(setting).getAsString();
    }

    /** Returns a setting that is a list of words. */
    public List<String> words(String setting) {
        return description.getAsJsonArray(setting).asList().stream()
                .map(JsonElement::getAsString)
                .toList();
    }
}
