package io.github.hcsc.train.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
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

    /**
     * Reads the results, the earliest first; none if nothing was evaluated.
     *
     * @param run the folder of a run
     * @throws IOException if the file cannot be read
     */
    public static List<JsonNode> read(Path run) throws IOException {
        Path file = run.resolve(FILE);
        List<JsonNode> results = new ArrayList<>();
        for (String line : Files.exists(file) ? Files.readAllLines(file) : List.<String>of()) {
            results.add(MAPPER.readTree(line));
        }
        return results;
    }
}
