package io.github.hcsc.train.config;

import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Set;

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
     * Sizes a run.
     *
     * @throws IllegalArgumentException if there are too few images to train on
     */
    public static AutoConfig size(DataFacts data, Machine machine) {
        return new AutoSizing(data, machine, OptionalInt.empty()).result();
    }

    /**
     * Sizes a run of given length.
     *
     * @param epochs passes over the images
     * @throws IllegalArgumentException if there are too few images to train on, or no epochs
     */
    public static AutoConfig size(DataFacts data, Machine machine, int epochs) {
        Require.atLeast(1, "epochs", epochs);
        return new AutoSizing(data, machine, OptionalInt.of(epochs)).result();
    }

    /** The same without the choices of some keys, for which somebody else gives the value. */
    public AutoConfig without(Set<String> keys) {
        return new AutoConfig(
                config,
                choices.stream().filter(choice -> !keys.contains(choice.key())).toList());
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
}
