package io.github.hcsc.train.compare;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.github.hcsc.core.state.FileProblem;
import io.github.hcsc.train.config.ConfigException;
import io.github.hcsc.train.config.PretrainConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A way to pretrain, as the settings in which it differs from the others.
 *
 * @param name what tables call it
 * @param settings {@code key=value} each
 */
public record Arm(String name, List<String> settings) {
    private static final Pattern SETTING = Pattern.compile("\\S+?=.*?(?=\\s+[A-Za-z][\\w.]*=|\\s*$)");
    private static final YAMLFactory STRICT = YAMLFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    private static final Map<String, Arm> STOCK = new LinkedHashMap<>();

    static {
        STOCK.put("moco", parse("MoCo v2: prototypes.counts=[]"));
        STOCK.put(
                "pcl",
                parse("PCL-like: objective.fidelity=paper objective.selection.instance=false"
                        + " objective.selection.prototype=false"));
        STOCK.put("hcsc-released", parse("HCSC released: objective.fidelity=released"));
        STOCK.put("hcsc-paper", parse("HCSC paper: objective.fidelity=paper"));
    }

    /** Checks that the name can name a folder, and copies the settings. */
    public Arm {
        settings = List.copyOf(settings);
        if (word(name).isEmpty()) {
            throw new ConfigException("an arm must have a name of letters or digits, but was '" + name + "'");
        }
    }

    /** The words of the arms that need no description. */
    public static List<String> stockWords() {
        return List.copyOf(STOCK.keySet());
    }

    /**
     * Returns an arm that needs no description.
     *
     * @param word one of {@link #stockWords}
     * @throws ConfigException if it is no such word
     */
    public static Arm stock(String word) {
        Arm arm = STOCK.get(word);
        if (arm == null) {
            throw new ConfigException("'" + word + "' is no method; methods are " + String.join(", ", STOCK.keySet()));
        }
        return arm;
    }

    /**
     * Reads {@code name: key=value key=value ...}; without settings it is the common configuration.
     *
     * @throws ConfigException if it is something else
     */
    public static Arm parse(String text) {
        int colon = text.indexOf(':');
        int equals = text.indexOf('=');
        if (equals >= 0 && (colon < 0 || colon > equals)) {
            throw new ConfigException("an arm must be 'name: key=value key=value', but was '" + text + "'");
        }
        String name = colon < 0 ? text : text.substring(0, colon);
        String rest = colon < 0 ? "" : text.substring(colon + 1).strip();
        return new Arm(name.strip(), settings(rest, text));
    }

    private static List<String> settings(String rest, String text) {
        List<String> settings = new ArrayList<>();
        Matcher setting = SETTING.matcher(rest);
        int end = 0;
        while (setting.find() && rest.substring(end, setting.start()).isBlank()) {
            settings.add(setting.group());
            end = setting.end();
        }
        if (!rest.substring(end).isBlank()) {
            throw new ConfigException("an arm must be 'name: key=value key=value', but was '" + text + "'");
        }
        return settings;
    }

    /**
     * Reads a YAML file of lines {@code name: key=value key=value ...}.
     *
     * @throws ConfigException if it cannot be read or holds something else
     */
    public static List<Arm> read(Path file) {
        try {
            Map<String, String> lines =
                    new YAMLMapper(STRICT).readValue(Files.readString(file), new TypeReference<>() {});
            return lines.entrySet().stream()
                    .map(line -> parse(line.getKey() + ": " + Objects.requireNonNullElse(line.getValue(), "")))
                    .toList();
        } catch (JsonProcessingException e) {
            throw new ConfigException(
                    file + " must hold lines 'name: key=value key=value', but " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new ConfigException(file + " cannot be read: " + FileProblem.of(e), e);
        }
    }

    /** What folders call it: the stock word, or its name in lower case with hyphens. */
    public String word() {
        return STOCK.entrySet().stream()
                .filter(stock -> stock.getValue().equals(this))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseGet(() -> word(name));
    }

    private static String word(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]+", "-").replaceAll("^-|-$", "");
    }

    /**
     * Turns the common configuration into this arm's.
     *
     * @throws ConfigException naming the arm if a setting is unusable
     */
    PretrainConfig of(PretrainConfig common, int seed) {
        try {
            return common.with("run.seed=" + seed).with(settings.toArray(String[]::new));
        } catch (ConfigException e) {
            throw new ConfigException("arm " + name + ": " + e.getMessage(), e);
        }
    }

    @Override
    public String toString() {
        return word();
    }
}
