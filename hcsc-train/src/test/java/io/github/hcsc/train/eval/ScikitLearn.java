package io.github.hcsc.train.eval;

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
import java.util.Arrays;
import java.util.Objects;

/**
 * What scikit-learn made of some data; written by {@code hcsc-examples/reference/metrics.py}.
 *
 * @param data the data
 * @param expected the values
 */
public record ScikitLearn(StateDict data, JsonElement expected) {

    /** Reads the fixture of a metric. */
    public static ScikitLearn read(String metric) {
        try {
            var url = Objects.requireNonNull(
                    ScikitLearn.class.getResource("/golden/metrics-" + metric + ".safetensors"), metric);
            StateDict data = Safetensors.read(Path.of(url.toURI()));
            String description = Objects.requireNonNull(data.metadata().get("description"));
            return new ScikitLearn(
                    data, JsonUtils.GSON.fromJson(description, JsonObject.class).get("expected"));
        } catch (IOException | URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns a tensor of floats. */
    public float[] floats(String tensor) {
        return data.get(tensor).toFloats();
    }

    /** Returns a tensor of integers. */
    public int[] integers(String tensor) {
        return Arrays.stream(data.get(tensor).toLongs())
                .mapToInt(Math::toIntExact)
                .toArray();
    }

    /** Returns a tensor as an array. */
    public NDArray array(NDManager manager, String tensor) {
        return data.get(tensor).toArray(manager);
    }

    /** Returns a value by the names on the way to it. */
    public double value(String... path) {
        JsonElement found = expected;
        for (String name : path) {
            found = found.getAsJsonObject().get(name);
        }
        return found.getAsDouble();
    }
}
