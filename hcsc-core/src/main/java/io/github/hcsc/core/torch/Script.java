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
import java.util.Optional;

/**
 * A TorchScript class {@code Ops} in a text resource, whose methods are called with tensors and are differentiable.
 *
 * <p>The resource lies beside the class that owns its formulas. It is compiled by the first call.
 */
public final class Script {

    private static final String NAME = "Ops";
    private static final String METHOD = "module_method:";

    private final Class<?> owner;
    private final String resource;
    private Optional<Compiled> compiled = Optional.empty();

    private record Compiled(PtSymbolBlock module, NDManager constants) {}

    /** Names a resource in the package of its owner. */
    public Script(Class<?> owner, String resource) {
        this.owner = owner;
        this.resource = resource;
    }

    private synchronized Compiled compiled() {
        if (compiled.isEmpty()) {
            compiled = Optional.of(compile());
        }
        return compiled.get();
    }

    private Compiled compile() {
        try (InputStream text = owner.getResourceAsStream(resource)) {
            if (text == null) {
                throw new IllegalStateException("The resource " + resource + " is missing beside " + owner.getName());
            }
            byte[] archive = ScriptArchive.of(NAME, new String(text.readAllBytes(), StandardCharsets.UTF_8));
            NDManager manager = Engine.getEngine("PyTorch").newBaseManager();
            return new Compiled(
                    JniUtils.loadModule((PtNDManager) manager, new ByteArrayInputStream(archive), false, false),
                    manager.newSubManager(ai.djl.Device.cpu()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Calls a method whose arguments are the given groups, in order. The results belong to the first tensor's manager. */
    public synchronized NDList call(String method, Argument... arguments) {
        JniUtils.setGraphExecutorOptimize(false);
        try (NDArray marker = compiled().constants.create(0f)) {
            marker.setName(METHOD + method);
            NDList inputs = new NDList();
            for (Argument argument : arguments) {
                argument.addTo(inputs);
            }
            inputs.add(marker);
            return IValueUtils.forward(compiled().module, inputs, true);
        }
    }

    /** One argument of a method: a tensor, or a list of tensors. */
    public record Argument(String name, List<NDArray> tensors) {

        /** Returns the argument that is one tensor. */
        public static Argument tensor(NDArray tensor) {
            return new Argument("", List.of(tensor));
        }

        /** Returns the argument that is a list of at least one tensor; neighbours must differ in name. */
        public static Argument list(String name, List<NDArray> tensors) {
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
    public NDArray scalar(double value) {
        return compiled().constants.create(value);
    }
}
