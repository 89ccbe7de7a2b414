package io.github.hcsc.core.torch;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A TorchScript class compiled once from a text resource, whose methods are called with tensors and are differentiable.
 */
final class Script {

    private static final String METHOD = "module_method:";

    private final PtSymbolBlock module;
    private final NDManager constants;

    Script(String name, String resource) {
        NDManager manager = Engine.getEngine("PyTorch").newBaseManager();
        constants = manager.newSubManager(ai.djl.Device.cpu());
        try (InputStream text = Script.class.getResourceAsStream(resource)) {
            if (text == null) {
                throw new IllegalStateException("The resource " + resource + " is missing from the jar of hcsc-core");
            }
            byte[] archive = ScriptArchive.of(name, new String(text.readAllBytes(), StandardCharsets.UTF_8));
            module = JniUtils.loadModule((PtNDManager) manager, new ByteArrayInputStream(archive), false, false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Calls a method whose arguments are the given groups, in order. The results belong to the first tensor's manager. */
    synchronized NDList call(String method, Argument... arguments) {
        JniUtils.setGraphExecutorOptimize(false);
        try (NDArray marker = constants.create(0f)) {
            marker.setName(METHOD + method);
            NDList inputs = new NDList();
            for (Argument argument : arguments) {
                argument.addTo(inputs);
            }
            inputs.add(marker);
            return IValueUtils.forward(module, inputs, true);
        }
    }

    /** One argument of a method: a tensor, or a list of tensors. */
    record Argument(String name, List<NDArray> tensors) {

        static Argument tensor(NDArray tensor) {
            return new Argument("", List.of(tensor));
        }

        static Argument list(String name, List<NDArray> tensors) {
            return new Argument(name + "[]", tensors);
        }

        private void addTo(NDList inputs) {
            for (NDArray tensor : tensors) {
                tensor.setName(name);
                inputs.add(tensor);
            }
        }
    }

    /** Returns a scalar on the host, to be closed by the caller. */
    NDArray scalar(double value) {
        return constants.create(value);
    }
}
