package io.github.hcsc.train.report;

import io.github.hcsc.train.metrics.MetricGroup;
import io.github.hcsc.train.metrics.MetricsRecord;
import io.github.hcsc.train.metrics.Pace;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** The charts of a run: what is known about, and whatever else it measured. */
final class Charts {
    /** More would not be seen on a screen. */
    private static final int POINTS = 800;

    private final List<MetricsRecord> records;
    private final List<Chart> charts = new ArrayList<>();

    private Charts(List<MetricsRecord> records) {
        this.records = records;
    }

    static List<Chart> of(List<MetricsRecord> records) {
        Charts all = new Charts(records);
        all.add(
                "Loss",
                "What is minimised, and its terms. It rises while the queue fills and when prototypes join.",
                "loss",
                "instance_loss",
                "prototype_loss",
                "local_instance_loss",
                "local_prototype_loss");
        all.add(
                "Own key found",
                "The share of queries that are closer to their own key than to every key of the queue.",
                "instance_accuracy");
        all.add(
                "kNN accuracy in %",
                "Held-out images whose nearest training images have their class.", names(records, MetricGroup.KNN));
        all.addHealth();
        all.add(
                "Drift",
                "The share of images that changed their prototype since the clustering before; level 0 is the finest.",
                names(records, MetricGroup.DRIFT));
        all.add("Learning rate", "", "learning_rate");
        all.add("Images per second", "While steps are made, without clustering and evaluation.", Pace.SPEED);
        all.add("Waiting for data", "The share of the time; above 0.1 the images hold training up.", Pace.WAITING);
        all.add("Seconds of parts", "What happens between epochs.", names(records, MetricGroup.TIME));
        for (String other : names(records, MetricGroup.OTHER)) {
            all.add(other, "", other);
        }
        return all.charts;
    }

    private void addHealth() {
        add(
                "Effective rank",
                "How many directions the features, and the embeddings made of them, use; near 1 they have collapsed.",
                health("effective_rank"));
        add("Share of the rank", "Of the directions that there could be; below 0.1 is doubtful.", health("rank_share"));
        add("Spread", "1: vectors point in all directions; 0: they are all one point.", health("spread"));
        add("Uniformity", "The lower the better spread, about -4 at best; 0 for a single point.", health("uniformity"));
    }

    /** Of features, of embeddings, and of features as earlier versions named them. */
    private static String[] health(String figure) {
        return new String[] {"features_" + figure, "embeddings_" + figure, figure};
    }

    private static String[] names(List<MetricsRecord> records, MetricGroup group) {
        TreeSet<String> names = new TreeSet<>();
        records.forEach(record -> record.values().keySet().stream()
                .filter(name -> MetricGroup.of(name) == group)
                .forEach(names::add));
        return names.toArray(String[]::new);
    }

    private void add(String title, String note, String... names) {
        Chart chart = Chart.of(title, note, List.of(names), records, POINTS);
        Chart shown = names.length > 1 ? chart.withoutIdle() : chart;
        if (!shown.isEmpty()) {
            charts.add(shown);
        }
    }
}
