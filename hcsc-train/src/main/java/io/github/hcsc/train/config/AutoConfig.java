package io.github.hcsc.train.config;

import io.github.hcsc.train.config.ConfigReader.Setting;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A configuration sized to images and machine, with the reason of each choice.
 *
 * @param config the configuration
 * @param choices what was chosen and why
 */
public record AutoConfig(PretrainConfig config, List<Choice> choices) {

    /** Copies the choices. */
    public AutoConfig {
        choices = List.copyOf(choices);
    }

    /**
     * Sizes a run of the usual length.
     *
     * @throws IllegalArgumentException if there are too few images to train on
     */
    public static AutoConfig size(DataFacts data, Machine machine) {
        return size(data, machine, RunLength.USUAL);
    }

    /**
     * Sizes a run.
     *
     * @throws IllegalArgumentException if there are too few images to train on
     */
    public static AutoConfig size(DataFacts data, Machine machine, RunLength length) {
        return new AutoSizing(data, machine, length).result();
    }

    /**
     * Returns this with some values replaced, which are no longer choices.
     *
     * @param settings {@code key=value}
     * @throws ConfigException if a key is unknown or a value is unusable
     */
    public AutoConfig with(List<String> settings) {
        Set<String> given =
                settings.stream().map(text -> Setting.parse(text).key()).collect(Collectors.toSet());
        return new AutoConfig(
                config.with(settings.toArray(String[]::new)),
                choices.stream().filter(choice -> !given.contains(choice.key())).toList());
    }

    /** The choices as text, one per line. */
    public String explain() {
        StringBuilder text = new StringBuilder();
        for (Choice choice : choices) {
            text.append(
                    String.format(Locale.ROOT, "  %-33s %-18s %s%n", choice.key(), choice.value(), choice.reason()));
        }
        return text.toString();
    }

    /**
     * A value chosen for the user.
     *
     * @param key the configuration key
     * @param value the value chosen
     * @param reason why
     */
    public record Choice(String key, String value, String reason) {}
}
