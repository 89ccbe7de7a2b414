package io.github.hcsc.train.onnx;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.github.hcsc.core.state.StateDict;
import io.github.hcsc.core.state.TensorData;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * What a batch normalisation does to each channel by its running statistics, to be folded into the layer before it, which
 * has no bias:
 * \( s = \gamma / \sqrt{\sigma^2 + 10^{-5}} \), weights \( w s \), bias \( \beta - \mu s \), in double precision.
 *
 * @param scale {@code [C]}
 * @param bias {@code [C]}
 */
@SuppressWarnings("ArrayRecordComponent")
record BatchNormScale(double[] scale, TensorData bias) {
    private static final double EPSILON = 1e-5;

    static BatchNormScale of(StateDict norm) {
        float[] mean = norm.get("running_mean").toFloats();
        float[] variance = norm.get("running_var").toFloats();
        boolean plain = !norm.names().contains("weight");
        float[] gamma = plain ? ones(mean.length) : norm.get("weight").toFloats();
        float[] beta = plain ? new float[mean.length] : norm.get("bias").toFloats();
        double[] scale = new double[gamma.length];
        float[] bias = new float[gamma.length];
        for (int c = 0; c < scale.length; c++) {
            scale[c] = gamma[c] / Math.sqrt(variance[c] + EPSILON);
            bias[c] = (float) (beta[c] - mean[c] * scale[c]);
        }
        return new BatchNormScale(scale, TensorData.of(bias, bias.length));
    }

    private static float[] ones(int length) {
        float[] ones = new float[length];
        Arrays.fill(ones, 1);
        return ones;
    }

    /** The scaled weights of a layer, {@code [C, ...]}, computed when they are read. */
    TensorData weight(TensorData layer) {
        return new Scaled(layer, scale);
    }

    @SuppressWarnings("ArrayRecordComponent")
    private record Scaled(TensorData weight, double[] scale) implements TensorData {
        @Override
        public DataType type() {
            return weight.type();
        }

        @Override
        public Shape shape() {
            return weight.shape();
        }

        @Override
        public ByteBuffer bytes() {
            FloatBuffer values = weight.bytes().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
            int each = values.remaining() / scale.length;
            ByteBuffer scaled =
                    ByteBuffer.allocate(values.remaining() * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            for (double factor : scale) {
                for (int i = 0; i < each; i++) {
                    scaled.putFloat((float) (values.get() * factor));
                }
            }
            return scaled.flip();
        }
    }
}
