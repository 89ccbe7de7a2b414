package io.github.hcsc.train.cli;

import io.github.hcsc.core.state.FileProblem;
import io.github.hcsc.core.state.Printable;
import io.github.hcsc.train.DivergedException;
import io.github.hcsc.train.config.ConfigException;
import io.github.hcsc.train.features.FeatureDriverException;
import io.github.hcsc.train.run.RunException;
import io.github.hcsc.train.weights.EncoderOrigin;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.InvalidPathException;
import picocli.CommandLine;

/** Turns exceptions into one clear line and an exit status. */
final class Failures implements CommandLine.IExecutionExceptionHandler, CommandLine.IParameterExceptionHandler {
    private static final int FAILED = 1;
    private static final int WRONG_USE = 2;

    @Override
    public int handleParseException(CommandLine.ParameterException e, String[] args) {
        CommandLine command = e.getCommandLine();
        PrintWriter err = command.getErr();
        err.println(Printable.lines("hcsc: " + e.getMessage()));
        err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
        err.flush();
        return WRONG_USE;
    }

    @Override
    public int handleExecutionException(Exception e, CommandLine command, CommandLine.ParseResult parsed) {
        PrintWriter err = command.getErr();
        boolean verbose = parsed.expandedArgs().contains(Output.VERBOSE);
        err.println(
                Printable.lines("hcsc: " + sentence(e)) + (expected(e) || verbose ? "" : " (--verbose shows where)"));
        if (verbose) {
            e.printStackTrace(err);
        }
        err.flush();
        return e instanceof ConfigException || e instanceof FeatureDriverException ? WRONG_USE : FAILED;
    }

    /** Whether the message was written for the user. */
    private static boolean expected(Exception e) {
        return e instanceof ConfigException
                || e instanceof RunException
                || e instanceof IOException
                || e instanceof UncheckedIOException
                || e instanceof IllegalArgumentException
                || e instanceof IllegalStateException;
    }

    private static String sentence(Exception e) {
        Throwable reason = e instanceof UncheckedIOException ? e.getCause() : e;
        if (reason instanceof FeatureDriverException) {
            return reason.getMessage() + "; download it and name it: HCSC_CLASSPATH=duckdb_jdbc-1.4.2.0.jar hcsc ...";
        }
        if (reason instanceof IOException io) {
            return FileProblem.of(io);
        }
        String message = e.getMessage();
        if (e instanceof DivergedException diverged && diverged.firstStep() > 0) {
            return message + "; look into the step with 'hcsc replay " + Ending.quoted(diverged.run()) + " --step "
                    + diverged.firstStep() + "'";
        }
        if (e instanceof InvalidPathException && !"UTF-8".equals(System.getProperty("sun.jnu.encoding"))) {
            return message + ": Java reads file names as " + System.getProperty("sun.jnu.encoding")
                    + "; start it with LC_ALL=C.UTF-8";
        }
        if (!expected(e) || message == null) {
            return e.getClass().getSimpleName() + (message == null ? "" : ": " + message);
        }
        if (e instanceof EncoderOrigin.FactoryMissing missing) {
            return message + ". " + EncoderFactoryOption.advice(missing.origin());
        }
        return message;
    }
}
