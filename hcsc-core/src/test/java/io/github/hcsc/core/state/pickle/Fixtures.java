package io.github.hcsc.core.state.pickle;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** Files written by Python: see {@code src/test/python}. */
final class Fixtures {
    private Fixtures() {}

    static byte[] bytes(String name) throws IOException {
        try (InputStream stream = Objects.requireNonNull(Fixtures.class.getResourceAsStream(name), name)) {
            return stream.readAllBytes();
        }
    }

    static Path copy(String name, Path folder) throws IOException {
        return Files.write(folder.resolve(name), bytes(name));
    }
}
