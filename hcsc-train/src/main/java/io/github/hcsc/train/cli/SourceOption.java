package io.github.hcsc.train.cli;

import io.github.hcsc.data.source.ImageSource;
import io.github.hcsc.data.source.ImageSources;
import io.github.hcsc.data.source.SourceOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** How a command opens images: what it leaves out, and that it says so. */
final class SourceOption {
    static final String EXCLUDE = "--exclude";
    static final String EXCLUDE_HELP =
            "Leave out files and folders of this name, such as '*.bak', or of this path below the folder, such as"
                    + " 'raw/2019*'. May be repeated. Hidden files, and what systems leave in folders, are left out anyway.";

    @Option(names = EXCLUDE, paramLabel = "PATTERN", description = EXCLUDE_HELP)
    private List<String> exclude = new ArrayList<>();

    /** Whether something shall be left out besides what always is. */
    boolean excludes() {
        return !exclude.isEmpty();
    }

    /**
     * Opens images, to be closed by the caller, and says what was left out.
     *
     * @param encoder decides whether they are turned by EXIF: as its run was trained
     */
    ImageSource open(Path data, EncoderOption encoder, Output output) throws IOException {
        ImageSource images = ImageSources.open(data, new SourceOptions(exclude, encoder.exif()));
        output.opened(images);
        return images;
    }
}
