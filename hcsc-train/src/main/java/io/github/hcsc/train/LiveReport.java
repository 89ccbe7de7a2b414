package io.github.hcsc.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.github.hcsc.core.encoder.Encoder;
import io.github.hcsc.core.state.FileProblem;
import io.github.hcsc.data.source.ImageSource;
import io.github.hcsc.train.Cancellation.Cancelled;
import io.github.hcsc.train.config.PretrainConfig;
import io.github.hcsc.train.eval.FeatureExtractor;
import io.github.hcsc.train.eval.Features;
import io.github.hcsc.train.prototypes.Embeddings;
import io.github.hcsc.train.prototypes.ImageTable;
import io.github.hcsc.train.report.EmbeddingSample;
import io.github.hcsc.train.report.ReportPictures;
import io.github.hcsc.train.report.RunReport;
import io.github.hcsc.train.run.UnreadableImages;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;

/**
 * The report of a run while it trains. It takes a small share of the time, and when it cannot be written training goes
 * on.
 */
final class LiveReport {
    /** A report is due when the last one took less than this share of the time since. */
    private static final double SHARE = 0.02;

    private interface Work {
        void run() throws IOException;
    }

    private final Path run;
    private final PretrainConfig config;
    private final ImageSource sample;
    private final FeatureExtractor extractor;
    private final Consumer<String> messages;
    private final IntConsumer progress;
    private final LongSupplier clock;
    private final Set<String> complaints = new HashSet<>();
    private Optional<ReportPictures> pictures = Optional.empty();
    private long cost;
    private long written;

    LiveReport(
            Path run,
            PretrainConfig config,
            ImageSource training,
            FeatureExtractor extractor,
            Consumer<String> messages,
            IntConsumer progress,
            LongSupplier clock) {
        this.run = run;
        this.config = config;
        this.sample = EmbeddingSample.choose(training, config.run().seed());
        this.extractor = extractor;
        this.messages = messages;
        this.progress = progress;
        this.clock = clock;
    }

    /** Writes the report of a run that has yet to train, or to go on: what is there already. */
    void begin() {
        attempt(this::writePage);
    }

    /** Writes the report if it is due. */
    void update(NDManager manager, Encoder encoder, int epoch) {
        if (cost <= SHARE * (clock.getAsLong() - written)) {
            write(manager, encoder, epoch);
        }
    }

    /** Writes the report. */
    void write(NDManager manager, Encoder encoder, int epoch) {
        long start = clock.getAsLong();
        attempt(() -> {
            embed(manager, encoder, epoch).write(run);
            writePage();
        });
        written = clock.getAsLong();
        cost = written - start;
    }

    private void writePage() throws IOException {
        new UnreadableImages(sample.unreadable()).write(run);
        RunReport.of(run).write(run.resolve(RunReport.FILE), pictures());
    }

    private EmbeddingSample embed(NDManager manager, Encoder encoder, int epoch) {
        try (NDManager scope = manager.newSubManager()) {
            Features found = extractor.extract(scope, encoder, sample, progress);
            NDArray rows = found.rows().normalize(2, 1, 1e-12);
            return new EmbeddingSample(ImageTable.of(found.of(sample)), Embeddings.of(epoch, rows));
        }
    }

    private ReportPictures pictures() {
        if (pictures.isEmpty()) {
            pictures = Optional.of(ReportPictures.of(config, sample));
        }
        return pictures.get();
    }

    /** Whatever goes wrong with a page must not end a training of days. */
    private void attempt(Work work) {
        try {
            work.run();
        } catch (Cancelled e) {
            messages.accept("the report shows the embeddings of an earlier epoch: asked to stop");
        } catch (IOException | RuntimeException e) {
            complain(e);
        }
    }

    private void complain(Exception cause) {
        String reason = cause instanceof IOException file ? FileProblem.of(file) : String.valueOf(cause.getMessage());
        String text =
                "the report could not be written to " + run.resolve(RunReport.FILE) + ", training goes on: " + reason;
        if (complaints.add(text)) {
            messages.accept(text);
        }
    }
}
