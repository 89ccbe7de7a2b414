package io.github.hcsc.train.cli;

import io.github.hcsc.train.view.FixedView;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How an evaluation looks at images, where it shall differ from its protocol. */
final class ViewOption {
    @Option(
            names = "--view",
            paramLabel = "VIEW",
            description = {
                "bicubic or bilinear: the shorter side resized so, then the centre; square: both sides resized.",
                "Default: that of the protocol."
            })
    private Optional<FixedView> view = Optional.empty();

    @Option(
            names = "--image-size",
            paramLabel = "N",
            converter = Ranges.Count.class,
            description = "Side of the view in pixels. Default: the encoder's.")
    private Optional<Integer> imageSize = Optional.empty();

    @Option(
            names = "--resize",
            paramLabel = "N",
            converter = Ranges.Count.class,
            description =
                    "Shorter side before the centre is cut out. Default: the encoder's, in proportion to the view.")
    private Optional<Integer> resize = Optional.empty();

    EncoderSource source(EncoderOption encoder) {
        return encoder.source(imageSize, resize);
    }

    /** The view that is asked for, else that of the protocol. */
    FixedView orElse(FixedView published) {
        return view.orElse(published);
    }
}
