package io.github.hcsc.train.cli;

import io.github.hcsc.train.config.PretrainConfig;
import io.github.hcsc.train.config.ScheduleConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A configuration trained for another number of epochs.
 *
 * @param whole the configuration
 * @param epochs how many epochs
 */
record Shortened(PretrainConfig whole, int epochs) {
    private static final String FIRST = "prototypes.firstClusteringEpoch";
    private static final String MILESTONES = "schedule.milestones";

    /**
     * Returns the settings that make it so: what would lie behind the last epoch moves forward with it.
     *
     * @param given what the user sets, which stays
     * @param notes takes what was moved
     */
    List<String> settings(List<String> given, Consumer<String> notes) {
        List<String> all = new ArrayList<>(List.of("schedule.epochs=" + epochs));
        int first = whole.prototypes().firstClusteringEpoch();
        if (first >= epochs && !sets(given, FIRST)) {
            move(all, FIRST + "=" + moved(first), "" + first, notes);
        }
        List<Integer> milestones = whole.schedule().milestones();
        if (milestones.stream().anyMatch(epoch -> epoch >= epochs) && !sets(given, MILESTONES)) {
            List<Integer> nearer = milestones.stream()
                    .map(this::moved)
                    .filter(epoch -> epoch > 0)
                    .distinct()
                    .toList();
            move(all, MILESTONES + "=" + nearer, milestones.toString(), notes);
        }
        return all;
    }

    private static boolean sets(List<String> given, String key) {
        return given.stream().anyMatch(setting -> setting.startsWith(key + "="));
    }

    private void move(List<String> settings, String setting, String before, Consumer<String> notes) {
        settings.add(setting);
        notes.accept(setting + " instead of " + before + ", for " + epochs + " epochs instead of "
                + whole.schedule().epochs());
    }

    /** The same share of the run; one epoch at least if there is one to spare. */
    private int moved(int epoch) {
        ScheduleConfig schedule = whole.schedule();
        int share = (int) ((long) epoch * epochs / schedule.epochs());
        return Math.min(epochs - 1, Math.max(1, share));
    }
}
