package io.github.hcsc.train.onnx;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.github.hcsc.core.state.StateDict;
import io.github.hcsc.core.state.TensorData;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/**
 * What a batch normalisation does to each channel by its running statistics, to be folded into the convolution before it:
 * \( s = \gamma / \sqrt{\sigma^2 + 10^{-5}} \), weights \( w s \), bias \( \beta - \mu s \), in double precision.
 *
 * @param scale {@code [C]}
 * @param bias {@code [C]}
 */
@SuppressWarnings("ArrayRecordComponent")
record BatchNormScale(double[] scale, TensorData bias) {
    private static final double EPSILON = 1e-5;

    static BatchNormScale of(StateDict norm) {
        float[] gamma = norm.get("weight").toFloats();
        float[] beta = norm.get("bias").toFloats();
        float[] mean = norm.get("running_mean").toFloats();
        float[] variance = norm.get("running_var").toFloats();
        double[] scale = new double[gamma.length];
        float[] bias = new float[gamma.length];
        for (int c = 0; c < scale.length; c++) {
            scale[c] = gamma[c] / Math.sqrt(variance[c] + EPSILON);
            bias[c] = (float) (beta[c] - mean[c] * scale[c]);
        }
        return new BatchNormScale(scale, TensorData.of(bias, bias.length));
    }

    /** The scaled weights of a convolution, {@code [C, ...]}, computed when they are read. */
    TensorData weight(TensorData convolution) {
        return new Scaled(convolution, scale);
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
