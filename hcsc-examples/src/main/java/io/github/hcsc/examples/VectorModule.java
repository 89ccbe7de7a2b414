package io.github.hcsc.examples;

/**
 * The module of vector instructions, loaded when the program runs. Java's option {@code --add-modules} prints a warning before every
 * command's output; Java itself loads modules that it needs late, agents for example, as is done here, and prints none.
 */
final class VectorModule {
    private VectorModule() {}

    /** Loads it. Without it, or without bin/hcsc's {@code --add-exports}, slower code does the same work, and the doctor says so. */
    static void load() {
        try {
            Class.forName("jdk.internal.module.Modules")
                    .getMethod("loadModule", String.class)
                    .invoke(null, "jdk.incubator.vector");
        } catch (ReflectiveOperationException e) {
            // Whoever uses the module asks whether it is there.
        }
    }
}
