package io.github.hcsc.train.report;

import io.github.hcsc.train.config.PretrainConfig;
import io.github.hcsc.train.metrics.MetricsLog;
import io.github.hcsc.train.metrics.MetricsRecord;
import io.github.hcsc.train.page.ChartLibrary;
import io.github.hcsc.train.page.HtmlPage;
import io.github.hcsc.train.page.Thumbnails;
import io.github.hcsc.train.run.Provenance;
import io.github.hcsc.train.run.RunDirectory;
import io.github.hcsc.train.run.UnreadableImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A run as one HTML page: how its figures went, where its embeddings lie, what its views look like and what made it.
 *
 * @param name what the run is called
 * @param config its configuration
 * @param processes those that worked on it, in order
 * @param metrics what was measured
 * @param sample some images with their embeddings
 * @param tree what is known of its newest prototypes
 * @param unreadable images that could not be read
 */
public record RunReport(
        String name,
        PretrainConfig config,
        List<Provenance> processes,
        List<MetricsRecord> metrics,
        Optional<EmbeddingSample> sample,
        TreeFacts tree,
        UnreadableImages unreadable) {

    /** The page's name in the folder of the run. */
    public static final String FILE = "report.html";

    /** Copies the lists. */
    public RunReport {
        processes = List.copyOf(processes);
        metrics = List.copyOf(metrics);
    }

    /**
     * Reads a run, which may be in use.
     *
     * @throws IOException if what it holds cannot be read
     */
    public static RunReport of(Path run) throws IOException {
        PretrainConfig config = RunDirectory.readConfig(run);
        Path provenance = run.resolve("provenance.json");
        Path metrics = run.resolve("metrics.jsonl");
        Optional<EmbeddingSample> sample = EmbeddingSample.of(run);
        return new RunReport(
                run.toAbsolutePath().normalize().getFileName().toString(),
                config,
                Files.exists(provenance) ? Provenance.read(provenance) : List.of(),
                Files.exists(metrics) ? MetricsLog.read(metrics) : List.of(),
                sample,
                TreeFacts.of(run, sample),
                UnreadableImages.read(run));
    }

    /** What the figures mean, in words. */
    public List<Remark> remarks() {
        return Remarks.of(config, metrics, processes, tree, unreadable);
    }

    /** Returns the epochs that are done. */
    public int epochs() {
        return metrics.isEmpty() ? 0 : metrics.get(metrics.size() - 1).epoch();
    }

    /**
     * Writes the page.
     *
     * @param file the file to write, replaced as a whole
     * @return its size in bytes
     */
    public long write(Path file, ReportPictures pictures) throws IOException {
        HtmlPage page = new HtmlPage("Report of " + name)
                .style(HtmlPage.resource(HtmlPage.class, "page.css"))
                .style(HtmlPage.resource(RunReport.class, "report.css"))
                .html(HtmlPage.fill(
                        HtmlPage.resource(RunReport.class, "report.html"), new ReportText(this, pictures).parts()));
        (sample.isPresent() ? pictures.thumbnails() : Thumbnails.NONE).addTo(page);
        ChartLibrary.addTo(page);
        return page.compressed("report", data())
                .script(HtmlPage.resource(HtmlPage.class, "page.js"))
                .script(HtmlPage.resource(RunReport.class, "report.js"))
                .write(file);
    }

    private Map<String, Object> data() {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("charts", Charts.of(metrics).stream().map(Chart::toData).toList());
        sample.ifPresent(some -> EmbeddingMap.of(some.embeddings()).ifPresent(map -> {
            data.put("x", map.x());
            data.put("y", map.y());
            data.put("side", EmbeddingMap.SIDE);
            data.put("names", some.images().names());
            data.put("classes", some.images().classes());
            data.put("nodes", tree.nodes());
        }));
        return data;
    }

    /**
     * Something a person should know about a run.
     *
     * @param warning whether something may be wrong
     * @param text in plain words, with what to do about it
     */
    public record Remark(boolean warning, String text) {}
}
