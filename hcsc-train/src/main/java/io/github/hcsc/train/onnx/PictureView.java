package io.github.hcsc.train.onnx;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.github.hcsc.core.state.TensorData;
import io.github.hcsc.core.state.torchscript.Preprocessing;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * The operations that prepare pictures of any size: bytes {@code [N, H, W, 3]} to normalised images
 * {@code [N, 3, crop, crop]}.
 *
 * <p>The shorter side is resized bicubically and the centre cut out, as Pillow does: columns first, bytes in between. Each
 * direction is a product with a matrix of coefficients, made in the graph for the size at hand, and only for the places
 * that are kept. Coefficients are whole multiples of 2^-22, as Pillow's are, so that sums in double precision are exact.
 */
final class PictureView {
    /** Pillow's fixed point. */
    private static final double UNIT = 1 << 22;

    private final OnnxGraph graph;
    private final Preprocessing view;
    private int values;

    private PictureView(OnnxGraph graph, Preprocessing view) {
        this.graph = graph;
        this.view = view;
    }

    /** Adds the operations and returns the images. */
    static String write(OnnxGraph graph, String pictures, Preprocessing view) {
        return new PictureView(graph, view).images(pictures);
    }

    private String images(String pictures) {
        String shape = apply("Shape", List.of(pictures));
        String height = apply("Gather", List.of(shape, whole(1)), Attribute.of("axis", 0));
        String width = apply("Gather", List.of(shape, whole(2)), Attribute.of("axis", 0));
        String shorter = apply("Min", List.of(height, width));
        String planes = apply("Transpose", List.of(cast(pictures, DataType.FLOAT64)), Attribute.of("perm", 0, 3, 1, 2));
        String across = apply("MatMul", List.of(planes, coefficients(width, shorter, 1)));
        String down = apply("MatMul", List.of(coefficients(height, shorter, 0), bytes(across)));
        return normalized(cast(bytes(down), DataType.FLOAT32));
    }

    /**
     * The coefficients of one direction.
     *
     * @param size places before
     * @param axis which axis of the matrix has the places after; the other one has those before
     */
    private String coefficients(String size, String shorter, int axis) {
        String resized = apply("Div", List.of(apply("Mul", List.of(size, whole(view.resize()))), shorter));
        String scale = apply("Div", List.of(cast(size, DataType.FLOAT64), cast(resized, DataType.FLOAT64)));
        String first = margin(resized);
        String kept = places(first, apply("Add", List.of(first, whole(view.crop()))), 1 - axis);
        String centres = apply("Mul", List.of(kept, scale));
        String distances = apply("Sub", List.of(places(whole(0), size, axis), centres));
        String widening = apply("Max", List.of(scale, number(1)));
        String weights = cubic(apply("Abs", List.of(apply("Div", List.of(distances, widening)))));
        String sums = apply("ReduceSum", List.of(weights, axis(1 - axis)), Attribute.of("keepdims", 1));
        return fixedPoint(apply("Div", List.of(weights, sums)));
    }

    /** The first place that is kept: half of what is too much, a half rounded to even. */
    private String margin(String resized) {
        String excess = apply("Sub", List.of(resized, whole(view.crop())));
        String half = apply("Div", List.of(excess, whole(2)));
        String odd = apply("Mod", List.of(excess, whole(2)));
        String up = apply("Mul", List.of(odd, apply("Mod", List.of(half, whole(2)))));
        return apply("Add", List.of(half, up));
    }

    /** The middles of places {@code [from, to)}, with an axis of length one. */
    private String places(String from, String to, int lengthOne) {
        String range = cast(apply("Range", List.of(from, to, whole(1))), DataType.FLOAT64);
        return apply("Unsqueeze", List.of(apply("Add", List.of(range, number(0.5))), axis(lengthOne)));
    }

    /** The cubic of Keys with a = -0.5, of distances that are not negative. */
    private String cubic(String x) {
        String near = polynomial(x, 1.5, -2.5, 0, 1);
        String far = polynomial(x, -0.5, 2.5, -4, 2);
        String outer = apply("Where", List.of(apply("Less", List.of(x, number(2))), far, number(0)));
        return apply("Where", List.of(apply("Less", List.of(x, number(1))), near, outer));
    }

    /** By Horner's rule, highest power first. */
    private String polynomial(String x, double... factors) {
        String value = number(factors[0]);
        for (int i = 1; i < factors.length; i++) {
            value = apply("Add", List.of(apply("Mul", List.of(value, x)), number(factors[i])));
        }
        return value;
    }

    /** Multiples of the unit, halves rounded away from zero. */
    private String fixedPoint(String weights) {
        String units = apply("Mul", List.of(apply("Abs", List.of(weights)), number(UNIT)));
        String rounded = apply("Floor", List.of(apply("Add", List.of(units, number(0.5)))));
        String signed = apply("Mul", List.of(rounded, apply("Sign", List.of(weights))));
        return apply("Mul", List.of(signed, number(1 / UNIT)));
    }

    private String bytes(String sums) {
        String rounded = apply("Floor", List.of(apply("Add", List.of(sums, number(0.5)))));
        return apply("Clip", List.of(rounded, number(0), number(255)));
    }

    private String normalized(String images) {
        float[] mean = new float[view.mean().size()];
        float[] factor = new float[mean.length];
        for (int c = 0; c < mean.length; c++) {
            mean[c] = (float) (255.0 * view.mean().get(c));
            factor[c] = (float) (1 / (255.0 * view.deviation().get(c)));
        }
        String centred =
                apply("Sub", List.of(images, graph.weight("view.mean", TensorData.of(mean, 1, mean.length, 1, 1))));
        return apply(
                "Mul", List.of(centred, graph.weight("view.factor", TensorData.of(factor, 1, factor.length, 1, 1))));
    }

    private String cast(String value, DataType type) {
        return apply("Cast", List.of(value), Attribute.of("to", OnnxGraph.number(type)));
    }

    private String whole(long value) {
        return graph.weight("view.whole." + value, TensorData.of(new long[] {value}));
    }

    private String axis(long axis) {
        return graph.weight("view.axis." + axis, TensorData.of(new long[] {axis}, 1));
    }

    private String number(double value) {
        ByteBuffer bytes =
                ByteBuffer.allocate(Double.BYTES).order(ByteOrder.LITTLE_ENDIAN).putDouble(value);
        return graph.weight("view.number." + value, TensorData.of(DataType.FLOAT64, new Shape(), bytes.flip()));
    }

    private String apply(String operator, List<String> operands, Attribute... attributes) {
        return graph.apply(operator, "view.y" + values++, operands, attributes);
    }
}
