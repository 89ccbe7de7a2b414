package io.github.hcsc.core.torch;

import ai.djl.engine.Engine;
import ai.djl.pytorch.jni.LibUtils;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The native libraries that came with PyTorch, which may have names of their own or carry others within them. */
public final class TorchLibraries {

    private TorchLibraries() {}

    /** Returns the files whose names begin so, in order. */
    public static List<String> startingWith(String prefix) {
        Engine.getEngine("PyTorch"); // without it there is no path
        Path folder = Path.of(LibUtils.getLibtorchPath());
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().startsWith(prefix))
                    .map(Path::toString)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("the folder of PyTorch's libraries cannot be listed: " + folder, e);
        }
    }
}
