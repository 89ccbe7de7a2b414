package io.github.hcsc.core.encoder.vit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.util.Pair;
import io.github.hcsc.core.encoder.Backbone;
import io.github.hcsc.core.encoder.BatchGroups;
import io.github.hcsc.core.encoder.PassRows;
import io.github.hcsc.core.encoder.Precision;
import io.github.hcsc.core.encoder.vit.VitOptions.Patches;
import io.github.hcsc.core.encoder.vit.VitOptions.Positions;
import io.github.hcsc.core.golden.Deviations;
import io.github.hcsc.core.golden.Noise;
import io.github.hcsc.core.golden.Vectors;
import io.github.hcsc.core.state.TensorData;
import io.github.hcsc.core.torch.Autograd;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class VitTest {

    private static final VitOptions BOTH = VitOptions.DEFAULT.withFeatures(VitFeatures.CLASS_AND_MEAN);
    private static final Vectors VECTORS = Vectors.read("vit");
    private static final int WIDTH = 32;
    private static final int SAMPLE = 3;

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void free() {
        manager.close();
    }

    private NDArray images(int height, int width) {
        Shape shape = new Shape(2, 3, height, width);
        return manager.create(Noise.signed("vit/image/" + height + "x" + width, Math.toIntExact(shape.size())), shape);
    }

    private static NDArray evaluated(Vit vit, NDArray images) {
        return Autograd.paused(
                () -> vit.forward(new ParameterStore(images.getManager(), false), new NDList(images), false)
                        .singletonOrThrow());
    }

    @ParameterizedTest
    @CsvSource({"plain, 16, 16, vit_plain", "registers, 16, 16, vit_registers", "plain, 28, 20, vit_plain_28x20"})
    void featuresAreTheReferences(String weights, int height, int width, String vectors) {
        Vit vit = FormulaVit.of(architecture(weights), BOTH, "vit/" + weights + "/", manager);
        Vectors golden = VECTORS.in(vectors);
        NDArray both = evaluated(vit, images(height, width));

        Deviations deviations = new Deviations(vectors);
        deviations.add("class", "class", both.get(":, :" + WIDTH), golden.floats("class_token"));
        deviations.add("mean", "mean", both.get(":, " + WIDTH + ":"), golden.floats("patch_mean"));
        deviations.requireWithin(1e-5);
    }

    private static VitArchitecture architecture(String weights) {
        return weights.equals("plain") ? FormulaVit.PLAIN : FormulaVit.REGISTERS;
    }

    @ParameterizedTest
    @CsvSource({"plain", "registers"})
    void gradientsAreTheReferences(String weights) {
        Vit vit = FormulaVit.of(architecture(weights), BOTH, "vit/" + weights + "/", manager);
        Vectors golden = VECTORS.in("vit_" + weights);
        NDArray g = manager.create(Noise.signed("vit/cotangent", 2 * WIDTH), new Shape(2, WIDTH));
        NDArray cotangent = NDArrays.concat(new NDList(g, g.flip(0).mul(0.5f)), 1);
        NDArray images = images(16, 16);

        NDArray loss = Autograd.recording(
                () -> new BatchGroups(1).forward(vit, images).mul(cotangent).sum());
        Autograd.backward(loss);

        Deviations deviations = new Deviations("gradients of " + weights);
        deviations.add("loss", "loss", loss.toFloatArray(), golden.floats("loss"));
        for (Pair<String, Parameter> named : vit.getParameters()) {
            String name = named.getKey();
            float[] gradient =
                    TensorData.of(named.getValue().getArray().getGradient()).toFloats();
            deviations.add(
                    "norms", name, norm(gradient), golden.in("gradient_norms").floats(name));
            deviations.add(
                    "first",
                    name,
                    Arrays.copyOf(gradient, SAMPLE),
                    golden.in("gradient_head").floats(name));
            if (name.equals("cls_token")) {
                deviations.add("class token", name, gradient, golden.floats("gradient_cls_token"));
            }
        }
        deviations.requireWithin(1e-4);
    }

    private static float[] norm(float[] values) {
        double squares = 0;
        for (float value : values) {
            squares += (double) value * value;
        }
        return new float[] {(float) Math.sqrt(squares)};
    }

    @Test
    void kindsOfFeaturesArePartsOfBoth() {
        NDArray images = images(16, 16);
        float[] both = features(BOTH, images);

        assertThat(features(VitOptions.DEFAULT, images)).containsExactly(part(both, 0), offset());
        assertThat(features(VitOptions.DEFAULT.withFeatures(VitFeatures.MEAN), images))
                .containsExactly(part(both, 1), offset());
    }

    private float[] features(VitOptions options, NDArray images) {
        return evaluated(FormulaVit.of(FormulaVit.PLAIN, options, "vit/plain/", manager), images)
                .toFloatArray();
    }

    private static float[] part(float[] both, int half) {
        float[] part = new float[both.length / 2];
        for (int i = 0; i < part.length; i++) {
            part[i] = both[i / WIDTH * 2 * WIDTH + half * WIDTH + i % WIDTH];
        }
        return part;
    }

    private static Offset<Float> offset() {
        return Offset.offset(1e-6f);
    }

    /** A norm of the mean and a mean of norms differ, and the former is a norm: its values average to its bias. */
    @Test
    void normOfMeanIsNormalised() {
        Vit vit = FormulaVit.of(
                FormulaVit.PLAIN, VitOptions.DEFAULT.withFeatures(VitFeatures.NORM_OF_MEAN), "vit/plain/", manager);
        Autograd.paused(() -> {
            vit.getParameters().get("norm.weight").getArray().set(new float[WIDTH]);
        });

        float[] bias = vit.getParameters().get("norm.bias").getArray().toFloatArray();

        assertThat(evaluated(vit, images(16, 16)).get("0").toFloatArray()).containsExactly(bias);
    }

    @ParameterizedTest
    @CsvSource({
        "VIT_TINY, 16, 224, 5524416", "VIT_TINY, 14, 224, 5501376", "VIT_TINY, 8, 224, 5526720",
        "VIT_TINY, 4, 32, 5360832", "VIT_SMALL, 16, 224, 21665664", "VIT_SMALL, 14, 224, 21619584",
        "VIT_SMALL, 8, 224, 21670272", "VIT_SMALL, 4, 32, 21338496", "VIT_BASE, 16, 224, 85798656",
        "VIT_BASE, 14, 224, 85706496", "VIT_BASE, 8, 224, 85807872", "VIT_BASE, 4, 32, 85144320"
    })
    void hasAsManyParametersAsPublished(VitSize size, int patch, int side, long parameters) {
        VitArchitecture architecture =
                new VitArchitecture(size.width(), VitSize.DEPTH, size.heads(), patch, side / patch, 0, true, false);

        assertThat(parameters(architecture)).isEqualTo(parameters);
    }

    @ParameterizedTest
    @CsvSource({"384, 6, 0, 22056192", "384, 6, 4, 22057344", "768, 12, 0, 86579712", "768, 12, 4, 86582016"})
    void hasAsManyParametersAsDinov2(int width, int heads, int registers, long parameters) {
        VitArchitecture architecture =
                new VitArchitecture(width, VitSize.DEPTH, heads, 14, 37, registers, registers == 0, true);

        assertThat(parameters(architecture)).isEqualTo(parameters);
    }

    private static long parameters(VitArchitecture architecture) {
        return new Vit(architecture, VitOptions.DEFAULT)
                .getParameters().values().stream()
                        .mapToLong(parameter -> parameter.getShape().size())
                        .sum();
    }

    @Test
    void namesAndShapesAreTimms() {
        for (String weights : new String[] {"plain", "registers"}) {
            Map<String, String> shapes = new LinkedHashMap<>();
            new Vit(architecture(weights), VitOptions.DEFAULT)
                    .getParameters()
                    .forEach(named -> shapes.put(
                            named.getKey(),
                            Arrays.toString(named.getValue().getShape().getShape())));
            Map<String, String> expected = new LinkedHashMap<>();
            Vectors golden = VECTORS.in("vit_" + weights).in("shapes");
            golden.root()
                    .entrySet()
                    .forEach(entry -> expected.put(
                            entry.getKey(), entry.getValue().toString().replace(",", ", ")));

            assertThat(shapes).containsExactlyEntriesOf(expected);
        }
    }

    @Test
    void fixedPositionsAreTheReferences() {
        VitOptions fixed = options(Positions.FIXED, 0, Precision.FP32);
        Vit vit = new Vit(FormulaVit.PLAIN, fixed);
        vit.initialize(manager, DataType.FLOAT32, Backbone.images(1, 16));
        Parameter positions = vit.getParameters().get("pos_embed");
        float[] all = positions.getArray().toFloatArray();

        Vectors golden = VECTORS.in("sincos_4x4_32").in("rows");
        for (String row : golden.root().keySet()) {
            int from = Integer.parseInt(row) * WIDTH;
            assertThat(Arrays.copyOfRange(all, from, from + WIDTH))
                    .containsExactly(golden.floats(row), Offset.offset(1e-6f));
        }
        assertThat(positions.requiresGradient()).isFalse();
    }

    private static VitOptions options(Positions positions, double dropPath, Precision precision) {
        return new VitOptions(
                VitFeatures.CLASS, PositionInterpolation.ANTIALIAS, positions, Patches.LEARNED, dropPath, precision);
    }

    @Test
    void refusesImagesThatThePatchDoesNotDivide() {
        Vit vit = FormulaVit.of(FormulaVit.PLAIN, VitOptions.DEFAULT, "vit/plain/", manager);

        assertThatThrownBy(() -> evaluated(vit, manager.zeros(new Shape(1, 3, 16, 18))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "images must have sides of a multiple of the patch, 4 pixels, such as 16 or 20, but had 18");
    }

    /** Left out are whole branches of whole images, as many as expected; whichever way the rows are cut, the same. */
    @Test
    void dropPathIsAFunctionOfTheRow() {
        Vit vit =
                FormulaVit.of(FormulaVit.PLAIN, options(Positions.LEARNED, 0.5, Precision.FP32), "vit/plain/", manager);
        NDArray images = manager.create(Noise.signed("drop", 16 * 3 * 256), new Shape(16, 3, 16, 16));
        PassRows rows = new PassRows(3, 7, 0, 0);

        float[] whole = dropped(vit, images, 1, rows);

        assertThat(dropped(vit, images, 4, rows)).containsExactly(whole, offset());
        assertThat(dropped(vit, images, 1, new PassRows(3, 8, 0, 0))).isNotEqualTo(whole);
        assertThat(dropped(vit, images, 1, new PassRows(3, 7, 1, 0))).isNotEqualTo(whole);
        assertThat(dropped(vit, images, 1, new PassRows(4, 7, 0, 0))).isNotEqualTo(whole);
        assertThatThrownBy(() -> new BatchGroups(1).forward(vit, images)).isInstanceOf(IllegalArgumentException.class);

        vit.getParameters().values().forEach(parameter -> parameter.freeze(true));
        assertThat(new BatchGroups(1).forward(vit, images).toFloatArray())
                .as("a follower leaves nothing out")
                .containsExactly(evaluated(vit, images).toFloatArray(), offset());
    }

    private static float[] dropped(Vit vit, NDArray images, int groups, PassRows rows) {
        return Autograd.paused(() ->
                new BatchGroups(groups).forward(vit, images, Optional.of(rows)).toFloatArray());
    }

    @Test
    void dropPathKeepsTheExpectation() {
        int count = 20_000;
        DropPath dropPath = new DropPath(0.3, 4, Optional.of(new PassRows(0, 0, 0, 0)));

        assertThat(dropPath.factors(manager, 0, count).size()).isZero();
        float[] last = dropPath.factors(manager, 3, count).toFloatArray();
        double mean = 0;
        for (float factor : last) {
            mean += factor / last.length;
        }

        double deviation = Math.sqrt(0.3 / 0.7 / last.length);
        assertThat(mean).isCloseTo(1, Offset.offset(4 * deviation));
    }

    /** bfloat16 rounds by 2^-9 at most: twice in each of eight matrix products and two attentions. */
    @Test
    void trainsInBfloat16() {
        NDArray images = images(16, 16);
        float[] exact = features(VitOptions.DEFAULT, images);
        Vit vit = FormulaVit.of(FormulaVit.PLAIN, options(Positions.LEARNED, 0, Precision.BF16), "vit/plain/", manager);

        NDArray features = Autograd.recording(() -> new BatchGroups(1).forward(vit, images));
        Autograd.backward(Autograd.recording(() -> features.sum()));

        assertThat(features.getDataType()).isEqualTo(DataType.FLOAT32);
        Deviations rounded = new Deviations("bf16");
        rounded.add("features", "features", features, exact);
        rounded.requireWithin(3 * Math.sqrt(2 * 10) / 512);
        assertThat(features.toFloatArray()).isNotEqualTo(exact);
        assertThat(vit.getParameters()
                        .get("blocks.0.mlp.fc1.weight")
                        .getArray()
                        .getGradient()
                        .getDataType())
                .isEqualTo(DataType.FLOAT32);
        assertThat(evaluated(vit, images).toFloatArray()).containsExactly(exact);
    }

    @Test
    void closesWhatLiesBetween() {
        Vit vit =
                FormulaVit.of(FormulaVit.PLAIN, options(Positions.LEARNED, 0.5, Precision.FP32), "vit/plain/", manager);
        try (NDManager scope = manager.newSubManager()) {
            NDArray images = images(28, 20);
            images.attach(scope);

            new BatchGroups(1).forward(vit, images, Optional.of(new PassRows(0, 0, 0, 0)));

            assertThat(scope.getManagedArrays()).as("images and features").hasSize(2);
        }
    }
}
