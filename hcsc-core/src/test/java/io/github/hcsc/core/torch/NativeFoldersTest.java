package io.github.hcsc.core.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(OS.WINDOWS)
final class NativeFoldersTest {
    private static final int NOBODY = 65_534;

    @TempDir
    private Path folder;

    private Path home = Path.of("");
    private Path temporary = Path.of("");
    private int user;

    @BeforeEach
    void makeFolders() throws IOException {
        home = folder.resolve("home");
        temporary = Files.createDirectory(folder.resolve("tmp"));
        user = (Integer) Files.getAttribute(temporary, "unix:uid");
    }

    private NativeFolders folders(long uid) {
        return new NativeFolders(home, temporary, uid);
    }

    @Test
    void aWritableHomeIsLeftAsItIs() throws IOException {
        Files.createDirectories(home.resolve(".djl.ai"));

        assertThat(folders(user).settings(name -> "")).isEmpty();
        assertThat(temporary).isEmptyDirectory();
    }

    @Test
    void withoutOneThereIsAFolderThatOnlyThisUserCanEnter() throws IOException {
        Path own = temporary.resolve("hcsc-" + user);

        assertThat(folders(user).settings(name -> ""))
                .containsEntry("DJL_CACHE_DIR", own + "/djl")
                .containsEntry("org.bytedeco.javacpp.cachedir", own + "/javacpp")
                .containsEntry("jna.tmpdir", own.toString());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(own)))
                .isEqualTo("rwx------");
        assertThat(folders(user).settings(name -> "")).as("the second time").hasSize(3);
        assertThat(folders(user).settings(name -> name.equals("DJL_CACHE_DIR") ? folder + "/chosen" : ""))
                .doesNotContainKey("DJL_CACHE_DIR");
    }

    @Test
    void aFolderWhereEverybodyCanWriteIsRefused() throws IOException {
        Path own = Files.createDirectory(temporary.resolve("hcsc-" + user));
        Files.setPosixFilePermissions(own, PosixFilePermissions.fromString("rwxrwxrwx"));

        assertThatThrownBy(() -> folders(user).settings(name -> ""))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(own + " must belong to this user alone")
                .hasMessageContaining("everybody can write there; set DJL_CACHE_DIR");
        assertThatThrownBy(() -> folders(user).settings(name -> name.equals("ENGINE_CACHE_DIR") ? own.toString() : ""))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aFolderOrLinkOfAnotherUserIsRefused() throws IOException {
        Path target = Files.createDirectory(folder.resolve("target"));
        Path link = Files.createSymbolicLink(temporary.resolve("hcsc-" + NOBODY), target);
        if (user == 0) { // only root can give folders away; to others root's are the system's
            Files.setAttribute(target, "unix:uid", NOBODY - 1);
        }

        assertThatThrownBy(() -> folders(NOBODY).settings(name -> ""))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining((user == 0 ? target : link) + " must belong to this user alone");
    }
}
