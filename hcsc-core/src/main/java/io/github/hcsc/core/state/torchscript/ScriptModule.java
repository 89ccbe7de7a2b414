package io.github.hcsc.core.state.torchscript;

import io.github.hcsc.core.state.TensorData;
import io.github.hcsc.core.state.pickle.ScriptObject;
import io.github.hcsc.core.state.pickle.ScriptParameter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;

/**
 * A module of a TorchScript program. Modules of the same class name must have the same kinds of attributes.
 *
 * @param className name of its class
 * @param attributes by name: parameters, buffers (tensors), integers and modules
 * @param forward the lines of its method from {@code x} to the result
 */
record ScriptModule(String className, Map<String, Object> attributes, List<String> forward) {
    /** The Python module that all classes are in. */
    static final String NAMESPACE = "__torch__.hcsc";

    /** Puts the text of this module's class, after those it refers to, among the others. */
    void declareIn(Map<String, String> classes) {
        for (Object attribute : attributes.values()) {
            if (attribute instanceof ScriptModule child) {
                child.declareIn(classes);
            }
        }
        classes.putIfAbsent(className, text());
    }

    /** This module and its parts as they are saved, in evaluation mode. */
    ScriptObject toObject() {
        Map<String, Object> saved = new LinkedHashMap<>();
        saved.put("training", false);
        saved.put("_is_full_backward_hook", Optional.empty());
        attributes.forEach(
                (name, value) -> saved.put(name, value instanceof ScriptModule child ? child.toObject() : value));
        return new ScriptObject(NAMESPACE, className, saved);
    }

    /** How a part named {@code child} is applied to a variable. */
    static String apply(String child, String variable) {
        return "(getattr(self, \"" + child + "\")).forward(" + variable + ", )";
    }

    private String text() {
        StringBuilder text = new StringBuilder("class " + className + "(Module):\n");
        line(text, "  __parameters__ = " + names(ScriptParameter.class));
        line(text, "  __buffers__ = " + names(TensorData.class));
        line(text, "  training : bool");
        line(text, "  _is_full_backward_hook : Optional[bool]");
        attributes.forEach((name, value) -> line(text, "  __annotations__[\"" + name + "\"] = " + type(value)));
        line(text, "  def forward(self: " + NAMESPACE + "." + className + ",");
        line(text, "    x: Tensor) -> Tensor:");
        forward.forEach(statement -> line(text, "    " + statement));
        return text.toString();
    }

    private String names(Class<?> kind) {
        StringJoiner names = new StringJoiner("", "[", "]");
        attributes.forEach((name, value) -> names.add(kind.isInstance(value) ? "\"" + name + "\", " : ""));
        return names.toString();
    }

    private static String type(Object attribute) {
        if (attribute instanceof ScriptModule child) {
            return NAMESPACE + "." + child.className;
        }
        return attribute instanceof Integer ? "int" : "Tensor";
    }

    private static void line(StringBuilder text, String line) {
        text.append(line).append('\n');
    }
}
