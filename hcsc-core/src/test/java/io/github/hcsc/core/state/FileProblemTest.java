package io.github.hcsc.core.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FileProblemTest {
    private final Path folder;

    FileProblemTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void saysInWordsWhatJavaSaysByTheKindOfAnException() throws IOException {
        Path file = Files.write(folder.resolve("file"), new byte[] {(byte) 0xff});

        assertThat(problem(() -> Files.readString(folder.resolve("none"))))
                .isEqualTo(folder.resolve("none") + " does not exist");
        assertThat(problem(() -> Files.createDirectories(file))).isEqualTo(file + " is a file, not a folder");
        assertThat(problem(() -> Files.list(file).close())).isEqualTo(file + " is a file, not a folder");
        assertThat(problem(() -> Files.readAllLines(file))).isEqualTo("the file is not text in UTF-8");
        assertThat(FileProblem.of(new AccessDeniedException("x"))).isEqualTo("x is denied to this user");
        assertThat(FileProblem.of(new IOException("No space left on device"))).isEqualTo("No space left on device");
    }

    private static String problem(ThrowingCallable use) {
        return FileProblem.of(catchThrowableOfType(IOException.class, use));
    }
}
