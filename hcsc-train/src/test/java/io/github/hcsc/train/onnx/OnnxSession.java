package io.github.hcsc.train.onnx;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxTensorLike;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** A model in ONNX Runtime for Java. */
final class OnnxSession implements AutoCloseable {
    private static final OrtEnvironment ENVIRONMENT = OrtEnvironment.getEnvironment();

    /** What a model answers, by the names of its outputs. */
    record Outputs(Map<String, Object> values) {
        Object get(String name) {
            return Objects.requireNonNull(values.get(name), name);
        }
    }

    private final OrtSession session;

    OnnxSession(Path model) throws OrtException {
        OrtSession.SessionOptions options = new OrtSession.SessionOptions();
        options.setIntraOpNumThreads(1);
        session = ENVIRONMENT.createSession(model.toString(), options);
    }

    /** Runs on normalised images, {@code [batch, 3, height, width]}. */
    Outputs images(float[] values, long... shape) throws OrtException {
        try (OnnxTensor input = OnnxTensor.createTensor(ENVIRONMENT, FloatBuffer.wrap(values), shape)) {
            return run(Map.of("images", input));
        }
    }

    /** Runs on one picture, {@code [height, width, 3]}. */
    Outputs picture(byte[] rgb, int height, int width) throws OrtException {
        ByteBuffer bytes = ByteBuffer.allocateDirect(rgb.length)
                .order(ByteOrder.nativeOrder())
                .put(rgb)
                .flip();
        long[] shape = {1, height, width, 3};
        try (OnnxTensor input = OnnxTensor.createTensor(ENVIRONMENT, bytes, shape, OnnxJavaType.UINT8)) {
            return run(Map.of("pictures", input));
        }
    }

    private Outputs run(Map<String, OnnxTensorLike> inputs) throws OrtException {
        Map<String, Object> values = new HashMap<>();
        try (OrtSession.Result result = session.run(inputs)) {
            for (Map.Entry<String, OnnxValue> named : result) {
                values.put(named.getKey(), named.getValue().getValue());
            }
        }
        return new Outputs(values);
    }

    Map<String, String> words() throws OrtException {
        return session.getMetadata().getCustomMetadata();
    }

    @Override
    public void close() throws OrtException {
        session.close();
    }
}
