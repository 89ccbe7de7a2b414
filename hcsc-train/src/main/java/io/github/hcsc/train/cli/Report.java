package io.github.hcsc.train.cli;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a command has to say at its end.
 *
 * @param text for a person, one or more lines
 * @param values for a program: names and numbers, words, lists or maps of these
 */
public record Report(String text, Map<String, Object> values) {
    /** Copies the values, keeping their order. */
    public Report {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** Returns this with one more value for programs. */
    Report with(String name, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(values);
        more.put(name, value);
        return new Report(text, more);
    }
}
