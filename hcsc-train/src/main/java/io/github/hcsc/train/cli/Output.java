package io.github.hcsc.train.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.hcsc.data.source.ImageSource;
import io.github.hcsc.train.metrics.TrainingProgress;
import io.github.hcsc.train.text.PlainText;
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

    /** Says what opening images left out, now and in the result, and at the end what reading them altered. */
    void opened(ImageSource images) {
        facts.opened(images).forEach(this::note);
    }

    /** Prints the result. */
    void print(Report result) {
        if (silent) {
            return;
        }
        facts.altered().forEach(this::note);
        Report report = facts.addTo(result);
        PrintWriter out = command.commandLine().getOut();
        if (!json) {
            out.println(PlainText.of(report.text()));
        } else {
            command.commandLine().getErr().println(PlainText.of(report.text()));
            command.commandLine().getErr().flush();
            out.println(PlainText.of(toJson(report)));
        }
        out.flush();
    }

    /** Prints a line for the person watching. */
    void note(String text) {
        if (silent) {
            return;
        }
        PrintWriter err = command.commandLine().getErr();
        err.println(PlainText.of(text));
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
