package io.github.hcsc.train.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;

/** Runs commands of the program as a user does, and keeps what they print. */
final class Commands {
    final StringWriter out = new StringWriter();
    final StringWriter err = new StringWriter();

    /** Runs a command and returns its exit status. */
    int run(String... args) {
        CommandLine line = Hcsc.commandLine(new FakeJobs());
        line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        return line.execute(args);
    }

    /** Runs a command that must succeed, and returns its result. */
    JsonNode json(String... args) throws IOException {
        List<String> all = new ArrayList<>(List.of(args));
        all.add("--json");
        out.getBuffer().setLength(0);
        assertThat(run(all.toArray(String[]::new))).as(err::toString).isZero();
        return new JsonMapper().readTree(out.toString());
    }
}
