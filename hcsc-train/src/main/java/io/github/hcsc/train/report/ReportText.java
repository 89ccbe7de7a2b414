package io.github.hcsc.train.report;

import static io.github.hcsc.train.page.HtmlPage.escape;

import io.github.hcsc.train.eval.HealthVerdict;
import io.github.hcsc.train.metrics.MetricsRecord;
import io.github.hcsc.train.metrics.Pace;
import io.github.hcsc.train.report.RunReport.Remark;
import io.github.hcsc.train.run.Provenance;
import io.github.hcsc.train.run.Version;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The words, tables and views of a report as HTML; whatever comes from a run is escaped. */
record ReportText(RunReport report, ReportPictures pictures) {
    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

    Map<String, String> parts() {
        Map<String, String> parts = new LinkedHashMap<>();
        parts.put("title", escape(report.name()));
        parts.put("state", escape(state()));
        parts.put("facts", facts());
        parts.put("tree", report.tree().page() ? "<a href=\"tree.html\">Prototypes</a>" : "");
        parts.put("remarks", remarks());
        parts.put("figures", figures());
        parts.put("map", map());
        parts.put("views", views());
        parts.put("config", escape(report.config().toYaml()));
        parts.put("environment", environment());
        parts.put("version", escape(Version.hcsc()));
        return parts;
    }

    private String state() {
        int epochs = report.config().schedule().epochs();
        String now = MINUTE.format(Instant.now());
        return report.epochs() >= epochs
                ? "All " + epochs + " epochs are done; written " + now
                : report.epochs() + " of " + epochs + " epochs are done; written " + now;
    }

    private String facts() {
        StringBuilder facts = new StringBuilder();
        fact(facts, report.config().methodName(), "method");
        MetricSeries loss = course("loss");
        if (!loss.isEmpty()) {
            fact(facts, String.format(Locale.ROOT, "%.3f", loss.meanOfLast(0.05)), "loss now");
        }
        for (String knn : List.of("knn_top1", "knn_leaf")) {
            MetricSeries course = course(knn);
            if (!course.isEmpty()) {
                fact(
                        facts,
                        String.format(Locale.ROOT, "%.1f %%", course.last()),
                        knn.replace('_', ' ').replace("knn", "kNN"));
            }
        }
        HealthVerdict.ofNewest(report.metrics())
                .ifPresent(health -> fact(facts, health.grade().name().toLowerCase(Locale.ROOT), "health"));
        for (String rank : List.of("features_effective_rank", "embeddings_effective_rank", "effective_rank")) {
            MetricSeries course = course(rank);
            if (!course.isEmpty()) {
                fact(facts, String.format(Locale.ROOT, "%.1f", course.last()), rank.replace('_', ' '));
            }
        }
        MetricSeries speed = course(Pace.SPEED);
        if (!speed.isEmpty()) {
            fact(facts, String.format(Locale.ROOT, "%.0f", speed.meanOfLast(0.2)), "images/s");
            fact(facts, trained(), "of training steps");
        }
        return "<ul class=\"facts\">" + facts + "</ul>";
    }

    private static void fact(StringBuilder facts, String value, String what) {
        facts.append("<li><b>")
                .append(escape(value))
                .append("</b><span>")
                .append(escape(what))
                .append("</span></li>");
    }

    /** The steps between two records took as long as their images at the speed recorded. */
    private String trained() {
        double seconds = 0;
        long before = 0;
        for (MetricsRecord record : report.metrics()) {
            Double speed = record.values().get(Pace.SPEED);
            if (speed != null && speed > 0) {
                seconds +=
                        (record.step() - before) * report.config().optimizer().batchSize() / speed;
                before = record.step();
            }
        }
        Duration time = Duration.ofSeconds(Math.round(seconds));
        return String.format(Locale.ROOT, "%d:%02d:%02d h", time.toHours(), time.toMinutesPart(), time.toSecondsPart());
    }

    private String remarks() {
        List<Remark> remarks = report.remarks();
        if (remarks.stream().noneMatch(Remark::warning)) {
            String all = "<li class=\"good\">Nothing looks wrong in what was measured so far.</li>";
            return all + remarks.stream().map(ReportText::item).collect(Collectors.joining());
        }
        return remarks.stream().map(ReportText::item).collect(Collectors.joining());
    }

    private static String item(Remark remark) {
        return remark.warning()
                ? "<li class=\"warn\"><strong>Warning.</strong> " + escape(remark.text()) + "</li>"
                : "<li>" + escape(remark.text()) + "</li>";
    }

    private String figures() {
        TreeSet<String> names = new TreeSet<>();
        report.metrics().forEach(record -> names.addAll(record.values().keySet()));
        StringBuilder rows = new StringBuilder();
        for (String name : names) {
            MetricSeries course = course(name);
            if (!course.isEmpty()) {
                rows.append("<tr><th scope=\"row\">").append(escape(name)).append("</th>");
                for (double value : new double[] {course.first(), course.last(), course.smallest(), course.largest()}) {
                    rows.append("<td class=\"number\">").append(number(value)).append("</td>");
                }
                rows.append("</tr>");
            }
        }
        return rows.toString();
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.4g", value);
    }

    private String map() {
        if (report.sample().isEmpty()) {
            return "<p class=\"soft\">No embeddings yet.</p>";
        }
        int images = report.sample().get().images().size();
        return String.format(
                Locale.ROOT,
                "<p class=\"soft\">%d training images; images with similar embeddings lie near each other (UMAP). Distances"
                        + " between far groups mean little.</p>",
                images);
    }

    private String views() {
        if (pictures.views().isEmpty()) {
            return "<p class=\"soft\">No pictures: the images were not at hand when this page was made. Make it again"
                    + " where they are.</p>";
        }
        StringBuilder rows = new StringBuilder();
        for (ReportPictures.Views views : pictures.views()) {
            rows.append("<li><p class=\"soft name\">")
                    .append(escape(views.name()))
                    .append("</p><div class=\"strip\">");
            for (int v = 0; v < views.pictures().size(); v++) {
                String what = ReportPictures.Views.kind(v);
                rows.append("<figure><img src=\"data:image/jpeg;base64,")
                        .append(Base64.getEncoder()
                                .encodeToString(views.pictures().get(v)))
                        .append("\" alt=\"")
                        .append(escape(what + ": " + views.name()))
                        .append("\" class=\"")
                        .append(v < 3 ? "global" : "local")
                        .append("\"><figcaption>")
                        .append(what)
                        .append("</figcaption></figure>");
            }
            rows.append("</div></li>");
        }
        return "<ul class=\"views\">" + rows + "</ul>";
    }

    private String environment() {
        StringBuilder tables = new StringBuilder();
        List<Provenance> processes = report.processes();
        for (int i = 0; i < processes.size(); i++) {
            tables.append("<h3>")
                    .append(i == 0 ? "Begun" : "Continued")
                    .append(' ')
                    .append(escape(processes.get(i).started()))
                    .append("</h3><div class=\"wide\"><table>");
            properties(processes.get(i)).forEach((name, value) -> tables.append("<tr><th scope=\"row\">")
                    .append(escape(name))
                    .append("</th><td>")
                    .append(escape(value))
                    .append("</td></tr>"));
            tables.append("</table></div>");
        }
        return tables.toString();
    }

    private static Map<String, String> properties(Provenance process) {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("this library", process.hcsc());
        properties.put("DJL", process.djl());
        properties.put("engine", process.engine());
        properties.put("device", process.device());
        properties.put("precision", process.precision());
        properties.put("Java", process.java());
        properties.put("system", process.os() + ", " + process.cores() + " cores");
        properties.put("commit", process.gitCommit());
        properties.put("images", process.data());
        properties.put("seed", "" + process.seed());
        return properties;
    }

    private MetricSeries course(String name) {
        return MetricSeries.of(report.metrics(), name);
    }
}
