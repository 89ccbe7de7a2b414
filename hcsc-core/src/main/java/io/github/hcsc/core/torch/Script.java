package io.github.hcsc.core.torch;

import ai.djl.Device;
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
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

    /** What is made once: the module, and on the host the names of its methods and the numbers that they are called with. */
    private record Compiled(
            PtSymbolBlock module, NDManager constants, Map<String, NDArray> markers, Map<Double, NDArray> numbers) {

        Compiled(PtSymbolBlock module, NDManager constants) {
            this(module, constants, new HashMap<>(), new Numbers());
        }

        NDArray marker(String method) {
            return markers.computeIfAbsent(method, name -> {
                NDArray marker = constants.create(0f);
                marker.setName(METHOD + name);
                return marker;
            });
        }
    }

    /** The numbers that were used last; a rate that changes at every step must not pile up. */
    private static final class Numbers extends LinkedHashMap<Double, NDArray> {
        private static final int KEPT = 256;

        Numbers() {
            super(KEPT, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<Double, NDArray> eldest) {
            if (size() <= KEPT) {
                return false;
            }
            eldest.getValue().close();
            return true;
        }
    }

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
            NDManager manager = Devices.newManager(Device.cpu());
            return new Compiled(
                    JniUtils.loadModule((PtNDManager) manager, new ByteArrayInputStream(archive), false, false),
                    manager.newSubManager());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Calls a method whose arguments are the given groups, in order. The results belong to the first tensor's manager. */
    public synchronized NDList call(String method, Argument... arguments) {
        JniUtils.setGraphExecutorOptimize(false);
        NDList inputs = new NDList();
        for (Argument argument : arguments) {
            argument.addTo(inputs);
        }
        inputs.add(compiled().marker(method));
        return IValueUtils.forward(compiled().module, inputs, true);
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

    /** Returns the argument that is a number, on the host, where reading it makes no device wait. It is kept for further calls. */
    public Argument number(double value) {
        return Argument.tensor(kept(value));
    }

    /** Returns the argument that is a list of numbers on the host. */
    public Argument numbers(String name, double... values) {
        return Argument.list(name, Arrays.stream(values).mapToObj(this::kept).toList());
    }

    private synchronized NDArray kept(double value) {
        Compiled here = compiled();
        return here.numbers.computeIfAbsent(value, here.constants::create);
    }
}
