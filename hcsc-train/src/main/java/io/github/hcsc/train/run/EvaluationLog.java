package io.github.hcsc.train.run;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;

/** The results of evaluations of a run, one JSON object a line, in {@code RUN/evaluations.jsonl}. */
public final class EvaluationLog {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final String FILE = "evaluations.jsonl";

    private EvaluationLog() {}

    /**
     * Appends a result and when it was found.
     *
     * @param run the folder of a run
     * @param result names and values
     * @throws IOException if it cannot be written
     */
    public static void append(Path run, Map<String, Object> result) throws IOException {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("time", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        line.put("hcsc", Version.hcsc());
        line.putAll(result);
        Files.write(
                run.resolve(FILE),
                (MAPPER.writeValueAsString(line) + "\n").getBytes(StandardCharsets.UTF_8),
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }
}
