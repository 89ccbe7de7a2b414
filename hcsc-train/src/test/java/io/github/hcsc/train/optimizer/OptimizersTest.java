package io.github.hcsc.train.optimizer;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.util.JsonUtils;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.hcsc.core.torch.Autograd;
import io.github.hcsc.train.ReferenceNoise;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two tensors, three steps, beside numbers that {@code torch.optim.AdamW} and MoCo v3's LARS gave in float64. */
final class OptimizersTest {

    private static final Offset<Float> EXACT = Offset.offset(1e-6f);

    private final NDManager manager = NDManager.newBaseManager();
    private final JsonObject vectors = vectors();
    private final Map<String, NDArray> weights = new LinkedHashMap<>();

    OptimizersTest() {
        weights.put("p0", weight("adamw/p0", new Shape(3, 2)));
        weights.put("p1", weight("adamw/p1", new Shape(4)));
    }

    @AfterEach
    void free() {
        manager.close();
    }

    private static JsonObject vectors() {
        try (InputStream text =
                Objects.requireNonNull(OptimizersTest.class.getResourceAsStream("/golden/optimizers.json"))) {
            return JsonUtils.GSON.fromJson(new String(text.readAllBytes(), StandardCharsets.UTF_8), JsonObject.class);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private NDArray weight(String name, Shape shape) {
        NDArray weight = manager.create(ReferenceNoise.signed(name, (int) shape.size()), shape);
        weight.setRequiresGradient(true);
        return weight;
    }

    /** Makes the gradients of a step: those of the product with them. */
    private void backward(int step) {
        int i = 0;
        for (NDArray weight : weights.values()) {
            NDArray wanted = manager.create(
                    ReferenceNoise.signed("adamw/g" + i++ + "/" + step, (int) weight.size()), weight.getShape());
            Autograd.backward(Autograd.recording(() -> weight.mul(wanted).sum()));
        }
    }

    private void requireAfter(JsonObject golden, int step) {
        JsonArray after = golden.getAsJsonArray("after").get(step).getAsJsonArray();
        int i = 0;
        for (NDArray weight : weights.values()) {
            assertThat(weight.toFloatArray()).containsExactly(flat(after.get(i++)), EXACT);
        }
    }

    private static float[] flat(JsonElement nested) {
        List<Float> values = new ArrayList<>();
        flatten(nested, values);
        float[] flat = new float[values.size()];
        for (int i = 0; i < flat.length; i++) {
            flat[i] = values.get(i);
        }
        return flat;
    }

    private static void flatten(JsonElement element, List<Float> values) {
        if (element.isJsonArray()) {
            element.getAsJsonArray().forEach(part -> flatten(part, values));
        } else {
            values.add(element.getAsFloat());
        }
    }

    @Test
    void adamWIsPyTorchsAndDecaysMatricesAlone() {
        JsonObject golden = vectors.getAsJsonObject("adamw");
        float[] rates = flat(golden.get("rates"));
        AdamW optimizer = new AdamW(weights, AdamW.Decayed.MATRICES);

        for (int step = 0; step < rates.length; step++) {
            backward(step);
            optimizer.step(rates[step], 0.1);
            requireAfter(golden, step);
        }

        assertThat(Objects.requireNonNull(optimizer.state().get("adamw.m"))
                        .get(0)
                        .toFloatArray())
                .containsExactly(flat(golden.get("m0")), EXACT);
        assertThat(Objects.requireNonNull(optimizer.state().get("adamw.v"))
                        .get(0)
                        .toFloatArray())
                .containsExactly(flat(golden.get("v0")), EXACT);
        assertThat(Objects.requireNonNull(optimizer.counters().get(AdamW.STEPS))
                        .get()
                        .getAsInt())
                .isEqualTo(3);
        assertThat(Objects.requireNonNull(weights.get("p1")).getGradient().toFloatArray())
                .containsOnly(0);
    }

    @Test
    void larsIsThatOfMoCoV3() {
        JsonObject golden = vectors.getAsJsonObject("lars");
        Lars optimizer =
                new Lars(List.copyOf(weights.values()), golden.get("momentum").getAsDouble());

        for (int step = 0; step < golden.getAsJsonArray("after").size(); step++) {
            backward(step);
            optimizer.step(golden.get("rate").getAsDouble(), golden.get("decay").getAsDouble());
            requireAfter(golden, step);
        }
    }

    @Test
    void larsLeavesTensorsWithoutGradientWhereTheyAre() {
        float[] before = Objects.requireNonNull(weights.get("p0")).toFloatArray();
        backward(0);
        weights.values()
                .forEach(weight -> Autograd.paused(() -> {
                    NDArray gradient = weight.getGradient();
                    gradient.subi(gradient.duplicate());
                }));

        new Lars(List.copyOf(weights.values()), 0.9).step(0.3, 0);

        assertThat(Objects.requireNonNull(weights.get("p0")).toFloatArray()).containsExactly(before);
    }

    @Test
    void clippingTogetherKeepsTheDirection() {
        backward(0);
        double norm = norm(gradients());
        List<float[]> before = gradients();

        new GradientClip(GradientClip.Kind.GLOBAL, 2 * norm).apply(List.copyOf(weights.values()));
        assertThat(gradients()).usingRecursiveComparison().isEqualTo(before);

        new GradientClip(GradientClip.Kind.GLOBAL, norm / 4).apply(List.copyOf(weights.values()));
        for (int i = 0; i < before.size(); i++) {
            for (int j = 0; j < before.get(i).length; j++) {
                assertThat(gradients().get(i)[j]).isCloseTo(before.get(i)[j] / 4, EXACT);
            }
        }
    }

    @Test
    void clippingEachHoldsEachToTheLimit() {
        backward(0);
        List<float[]> before = gradients();
        double shorter = Math.min(norm(before.subList(0, 1)), norm(before.subList(1, 2)));

        new GradientClip(GradientClip.Kind.PER_TENSOR, shorter).apply(List.copyOf(weights.values()));

        for (float[] gradient : gradients()) {
            assertThat(norm(List.of(gradient))).isCloseTo(shorter, Offset.offset(1e-5));
        }
    }

    private List<float[]> gradients() {
        return weights.values().stream()
                .map(weight -> weight.getGradient().toFloatArray())
                .toList();
    }

    private static double norm(List<float[]> gradients) {
        double squares = 0;
        for (float[] gradient : gradients) {
            for (float value : gradient) {
                squares += (double) value * value;
            }
        }
        return Math.sqrt(squares);
    }
}
