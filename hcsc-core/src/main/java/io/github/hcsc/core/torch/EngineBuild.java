package io.github.hcsc.core.torch;

import ai.djl.engine.Engine;
import ai.djl.pytorch.jni.LibUtils;
import com.sun.jna.Memory;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The PyTorch that was loaded, and the one that DJL's bridge to it was compiled for: code of the one lies within the other, so
 * that only equal versions know where a tensor has its parts. Another may load, and then fail anywhere.
 *
 * @param loaded what the libraries call themselves, empty where they cannot be asked
 * @param bridge what the bridge is for, empty where it does not say
 */
public record EngineBuild(Optional<String> loaded, Optional<String> bridge) {

    private static final Pattern VERSION = Pattern.compile("TORCH_VERSION=(\\d+\\.\\d+)");
    private static final Pattern FIRST = Pattern.compile("\\d+\\.\\d+");

    /** Starts the engine and asks it. */
    public static EngineBuild current() {
        Engine.getEngine("PyTorch");
        return new EngineBuild(configuration().flatMap(text -> first(VERSION, text)), madeFor());
    }

    private static Optional<String> first(Pattern pattern, String text) {
        Matcher found = pattern.matcher(text);
        return found.find() ? Optional.of(found.group(found.groupCount())) : Optional.empty();
    }

    private static Optional<String> madeFor() {
        try (InputStream stream = LibUtils.class.getResourceAsStream("/jnilib/pytorch.properties")) {
            if (stream == null) {
                return Optional.empty();
            }
            Properties properties = new Properties();
            properties.load(stream);
            return first(FIRST, properties.getProperty("jni_version", ""));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Returns what PyTorch says of itself, as {@code torch.__config__.show()}: a C++ string is a pointer and a length, which this
     * processor's functions write to where their first argument points.
     */
    static Optional<String> configuration() {
        if (!Platform.isLinux() || !Platform.isIntel() || !Platform.is64Bit()) {
            return Optional.empty();
        }
        try {
            NativeLibrary torch =
                    NativeLibrary.getInstance(LibUtils.getLibtorchPath() + "/" + System.mapLibraryName("torch_cpu"));
            Memory string = new Memory(32);
            torch.getFunction("_ZN2at11show_configB5cxx11Ev").invokeVoid(new Object[] {string});
            Pointer characters = string.getPointer(0);
            byte[] bytes = characters.getByteArray(0, Math.toIntExact(string.getLong(Long.BYTES)));
            return Optional.of(new String(bytes, StandardCharsets.UTF_8));
        } catch (UnsatisfiedLinkError e) {
            return Optional.empty(); // built with another standard library
        }
    }

    /** Returns what is wrong and what to do, nothing if both are of one version or one of them is not known. */
    public Optional<String> mismatch() {
        if (loaded.isEmpty() || bridge.isEmpty() || loaded.equals(bridge)) {
            return Optional.empty();
        }
        return Optional.of("PyTorch " + loaded.get() + " was loaded, but DJL's bridge is made for " + bridge.get()
                + ": tensors would be read where they are not. Let PYTORCH_LIBRARY_PATH name the libraries of PyTorch "
                + bridge.get() + ", and PYTORCH_VERSION their version");
    }
}
