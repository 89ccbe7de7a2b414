package io.github.hcsc.train.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * The kept result of an earlier run of the demo, which anyone can repeat.
 *
 * @param command what was run
 * @param machine where
 * @param date when
 * @param accuracy what it reached
 */
public record EarlierRun(String command, String machine, String date, LevelAccuracy accuracy) {
    private static final ObjectMapper MAPPER = new YAMLMapper();

    static EarlierRun moco() {
        try (InputStream yaml = EarlierRun.class.getResourceAsStream("moco.yaml")) {
            if (yaml == null) {
                throw new IllegalStateException("moco.yaml is missing from the jar");
            }
            return MAPPER.readValue(yaml, EarlierRun.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
