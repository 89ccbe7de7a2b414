package io.github.hcsc.core.state.pickle;

import java.util.Map;

/**
 * An object of a TorchScript class, to be written.
 *
 * @param module the class's module, such as {@code __torch__.encoder}
 * @param name the class's name
 * @param attributes its attributes in the order of the class's declarations
 */
public record ScriptObject(String module, String name, Map<String, ?> attributes) {}
