package io.github.hcsc.core.torch;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Where native libraries are unpacked to and loaded from. Whoever can write there runs code as this user, so these folders are the
 * user's own or the system's.
 */
public final class NativeFolders {
    private static final String DJL = "DJL_CACHE_DIR";
    private static final String ENGINE = "ENGINE_CACHE_DIR";
    private static final long ROOT = 0;

    private final Path home;
    private final Path temporary;
    private final long user;

    NativeFolders(Path home, Path temporary, long user) {
        this.home = home;
        this.temporary = temporary;
        this.user = user;
    }

    /**
     * Makes sure of it, before the first native library is loaded. Without a home that can be written, libraries would choose folders of
     * known names where everybody can write; they are given one that only this user can.
     *
     * @throws IllegalStateException if a folder belongs to another user
     */
    public static void secure() {
        if (!Path.of("").getFileSystem().supportedFileAttributeViews().contains("unix")) {
            return;
        }
        NativeFolders folders = new NativeFolders(
                Path.of(System.getProperty("user.home")),
                Path.of(System.getProperty("java.io.tmpdir")),
                new UnixSystem().getUid());
        folders.settings(NativeFolders::given).forEach(System.getProperties()::putIfAbsent);
    }

    private static String given(String name) {
        String property = System.getProperty(name, "");
        return property.isEmpty() ? System.getenv().getOrDefault(name, "") : property;
    }

    /** @param given what the user has chosen by a name, empty if nothing */
    Map<String, String> settings(UnaryOperator<String> given) {
        for (String name : new String[] {DJL, ENGINE}) {
            if (!given.apply(name).isEmpty()) {
                require(Path.of(given.apply(name)));
            }
        }
        if (Files.isWritable(home)) {
            require(home.resolve(".djl.ai"));
            require(home.resolve(".javacpp"));
            return Map.of();
        }
        Path own = make(temporary.resolve("hcsc-" + user));
        Map<String, String> settings = new LinkedHashMap<>();
        if (given.apply(DJL).isEmpty()) {
            settings.put(DJL, own.resolve("djl").toString());
        }
        settings.put("org.bytedeco.javacpp.cachedir", own.resolve("javacpp").toString());
        settings.put("jna.tmpdir", own.toString());
        return settings;
    }

    private Path make(Path folder) {
        try {
            Set<PosixFilePermission> mine = PosixFilePermissions.fromString("rwx------");
            Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(mine));
        } catch (FileAlreadyExistsException e) {
            require(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    folder + " cannot be made for native libraries; set HOME or " + DJL + " to a folder of your own",
                    e);
        }
        return folder;
    }

    private void require(Path folder) {
        try {
            if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
                return;
            }
            long owner = ((Number) Files.getAttribute(folder, "unix:uid", LinkOption.NOFOLLOW_LINKS)).longValue();
            boolean link = Files.isSymbolicLink(folder);
            boolean open = !link && Files.getPosixFilePermissions(folder).contains(PosixFilePermission.OTHERS_WRITE);
            if ((owner != user && owner != ROOT) || open) {
                throw new IllegalStateException(
                        folder + " must belong to this user alone, since native libraries are loaded"
                                + " from it, but " + (open ? "everybody can write there" : "user " + owner + " owns it")
                                + "; set " + DJL + " to a folder of your own");
            }
            if (link) {
                require(folder.toRealPath());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(folder + " cannot be looked at", e);
        }
    }
}
