package io.github.hcsc.train.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.hcsc.core.state.Printable;
import io.github.hcsc.data.source.ImageSource;
import io.github.hcsc.train.metrics.TrainingProgress;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Options on what is printed; results go to standard output, everything else to standard error. */
final class Output {
    static final String VERBOSE = "--verbose";
    private static final JsonMapper MAPPER = new JsonMapper();

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    @Option(names = "--json", description = "Print the result as one JSON object, the last line of standard output.")
    private boolean json;

    @Option(names = VERBOSE, description = "Log more, and print stack traces of failures.")
    private boolean verbose;

    private boolean silent;
    private final SourceFacts facts = new SourceFacts();

    /** Says nothing from here on: another process of the job does. */
    void fallSilent() {
        silent = true;
    }

    boolean verbose() {
        return verbose;
    }

    /** Says what opening images left out, now and in the result, and at the end which could not be read or were altered. */
    void opened(ImageSource images) {
        facts.opened(images).forEach(this::note);
    }

    /** Returns the result with what is to be said of the images. */
    Report complete(Report result) {
        return facts.addTo(result.by(name()));
    }

    /** Prints the result. */
    void print(Report result) {
        if (silent) {
            return;
        }
        facts.found().forEach(this::note);
        Report report = complete(result);
        PrintWriter out = command.commandLine().getOut();
        if (!json) {
            out.println(Printable.lines(report.text()));
        } else {
            command.commandLine().getErr().println(Printable.lines(report.text()));
            command.commandLine().getErr().flush();
            out.println(Printable.lines(toJson(report)));
        }
        out.flush();
    }

    /** The name of the command, without that of the program. */
    String name() {
        return command.commandLine().getCommandSpec().qualifiedName().replaceFirst("^\\S+ ", "");
    }

    /** Prints a line for the person watching. */
    void note(String text) {
        if (silent) {
            return;
        }
        PrintWriter err = command.commandLine().getErr();
        err.println(Printable.lines(text));
        err.flush();
    }

    TrainingProgress progress() {
        return silent ? TrainingProgress.silent() : TrainingProgress.onStandardError();
    }

    private static String toJson(Report report) {
        try {
            return MAPPER.writeValueAsString(report.values());
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
