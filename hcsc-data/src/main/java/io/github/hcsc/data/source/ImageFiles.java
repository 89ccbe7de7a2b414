package io.github.hcsc.data.source;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Finds image files by their names, in the order of torchvision: by folder, then by file name, by code point. */
final class ImageFiles {
    /** Python's order of strings, which is not that of UTF-16. */
    static final Comparator<String> BY_CODE_POINT = (a, b) ->
            java.util.Arrays.compare(a.codePoints().toArray(), b.codePoints().toArray());

    private static final Set<String> EXTENSIONS =
            Set.of("jpg", "jpeg", "png", "ppm", "bmp", "pgm", "tif", "tiff", "webp", "jpe", "jfif", "pnm");

    private ImageFiles() {}

    static boolean isImageName(String name) {
        int dot = name.lastIndexOf('.');
        return dot >= 0 && EXTENSIONS.contains(name.substring(dot + 1).toLowerCase(Locale.ROOT));
    }

    /** All image files below a folder, links followed, as paths that start with the folder's. */
    static List<Path> below(Path folder) throws IOException {
        List<Path> folders = new ArrayList<>();
        collectFolders(folder, new ArrayList<>(), folders);
        folders.sort(Comparator.comparing(Path::toString, BY_CODE_POINT));
        List<Path> files = new ArrayList<>();
        for (Path each : folders) {
            files.addAll(directlyIn(each));
        }
        return files;
    }

    /** The image files of one folder, those below it left out. */
    static List<Path> directlyIn(Path folder) throws IOException {
        return list(folder, path -> isImageName(name(path)));
    }

    /** The folders in a folder. */
    static List<Path> foldersIn(Path folder) throws IOException {
        return list(folder, path -> !isImageName(name(path)) && Files.isDirectory(path));
    }

    static String name(Path path) {
        return String.valueOf(path.getFileName());
    }

    private static List<Path> list(Path folder, DirectoryStream.Filter<Path> filter) throws IOException {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, filter)) {
            entries.forEach(found::add);
        }
        found.sort(Comparator.comparing(ImageFiles::name, BY_CODE_POINT));
        return found;
    }

    private static void collectFolders(Path folder, List<Path> ancestors, List<Path> found) throws IOException {
        Path real = folder.toRealPath();
        if (ancestors.contains(real)) {
            throw new FileSystemLoopException(folder.toString());
        }
        found.add(folder);
        ancestors.add(real);
        for (Path inner : foldersIn(folder)) {
            collectFolders(inner, ancestors, found);
        }
        ancestors.remove(ancestors.size() - 1);
    }
}
