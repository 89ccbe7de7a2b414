package io.github.hcsc.data.source;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Finds out what kind of data set a path holds. */
public final class ImageSources {
    private ImageSources() {}

    /**
     * Opens whatever is there.
     *
     * @param path a folder
     * @return the source; {@link ImageSource#description} says what was found
     * @throws IOException when it cannot be read
     * @throws IllegalArgumentException when there are no images
     */
    public static ImageSource open(Path path) throws IOException {
        List<Path> folders = ImageFiles.foldersIn(path);
        if (folders.isEmpty() || !ImageFiles.directlyIn(path).isEmpty()) {
            return ImageFolder.withoutClasses(path);
        }
        return ImageFolder.withClasses(path);
    }
}
