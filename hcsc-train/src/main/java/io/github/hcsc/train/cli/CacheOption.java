package io.github.hcsc.train.cli;

import io.github.hcsc.train.cli.EncoderSource.FeatureRequest;
import io.github.hcsc.train.features.FeatureCache;
import io.github.hcsc.train.view.FixedView;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where features are kept, so that a second evaluation of the same weights on the same images needs no network. */
final class CacheOption {
    @Option(
            names = "--cache",
            paramLabel = "DIR",
            description =
                    "Where features are kept. Default: RUN/features; for --weights, hcsc/features in the user's cache.")
    private Optional<Path> folder = Optional.empty();

    @Option(names = "--no-cache", description = "Compute features anew and do not keep them.")
    private boolean none;

    FeatureRequest features(EncoderOption encoder, FixedView view) {
        return new FeatureRequest(encoder.source(), view, cache(encoder));
    }

    FeatureRequest features(EncoderOption encoder, ViewOption views, FixedView published) {
        return new FeatureRequest(views.source(encoder), views.orElse(published), cache(encoder));
    }

    /** Where features of an encoder are kept, nowhere if they shall not be. */
    Optional<FeatureCache> cache(EncoderOption encoder) {
        if (none) {
            return Optional.empty();
        }
        return Optional.of(new FeatureCache(folder.or(() -> encoder.run().map(run -> run.resolve("features")))
                .orElseGet(CacheOption::ofTheUser)));
    }

    private static Path ofTheUser() {
        String given = System.getenv("XDG_CACHE_HOME");
        Path caches =
                given == null || given.isBlank() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(given);
        return caches.resolve("hcsc").resolve("features");
    }
}
