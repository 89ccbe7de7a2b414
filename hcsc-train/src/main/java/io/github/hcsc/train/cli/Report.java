package io.github.hcsc.train.cli;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a command has to say at its end.
 *
 * @param text for a person, one or more lines
 * @param values for a program: names and numbers, words, lists or maps of these
 */
record Report(String text, Map<String, Object> values) {
    /** Copies the values, keeping their order. */
    public Report {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** Says something to a person, and nothing yet to a program. */
    Report(String text) {
        this(text, Map.of());
    }

    /** Says each of some results to a person on a line, and all of them to a program. */
    static Report of(List<?> results) {
        return new Report(results.stream().map(Object::toString).collect(Collectors.joining("\n")))
                .with("results", results);
    }

    /** Returns this with the command that says it before all other values. */
    Report by(String command) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("command", command);
        all.putAll(values);
        return new Report(text, all);
    }

    /** Returns this with one more value for programs. */
    Report with(String name, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(values);
        more.put(name, value);
        return new Report(text, more);
    }
}
