package io.github.hcsc.train.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** The encoder that a command uses. */
final class EncoderOption {
    @ArgGroup(exclusive = true, multiplicity = "1")
    private Source source = new Source();

    private static final class Source {
        @Option(names = "--run", paramLabel = "RUN", description = "Folder of a run: its newest encoder.")
        private Optional<Path> run = Optional.empty();

        @Option(names = "--weights", paramLabel = "FILE", description = "File of weights.")
        private Optional<Path> weights = Optional.empty();
    }

    Path path() {
        return Stream.of(source.run, source.weights)
                .flatMap(Optional::stream)
                .findFirst()
                .orElseThrow();
    }
}
