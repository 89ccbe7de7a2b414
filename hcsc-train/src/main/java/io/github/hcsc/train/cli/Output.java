package io.github.hcsc.train.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
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

    /** Says nothing from here on: another process of the job does. */
    void fallSilent() {
        silent = true;
    }

    boolean verbose() {
        return verbose;
    }

    /** Prints the result. */
    void print(Report report) {
        if (silent) {
            return;
        }
        PrintWriter out = command.commandLine().getOut();
        if (!json) {
            out.println(report.text());
        } else {
            command.commandLine().getErr().println(report.text());
            command.commandLine().getErr().flush();
            out.println(toJson(report));
        }
        out.flush();
    }

    /** Prints a line for the person watching. */
    void note(String text) {
        if (silent) {
            return;
        }
        PrintWriter err = command.commandLine().getErr();
        err.println(text);
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
