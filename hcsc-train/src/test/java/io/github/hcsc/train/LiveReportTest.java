package io.github.hcsc.train;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import io.github.hcsc.core.encoder.Encoder;
import io.github.hcsc.core.torch.Autograd;
import io.github.hcsc.data.LoaderConfig;
import io.github.hcsc.data.augment.Interpolation;
import io.github.hcsc.data.augment.ViewRecipes;
import io.github.hcsc.data.source.GeneratedShapes;
import io.github.hcsc.data.source.ImageSource;
import io.github.hcsc.train.config.PretrainConfig;
import io.github.hcsc.train.eval.FeatureExtractor;
import io.github.hcsc.train.report.EmbeddingSample;
import io.github.hcsc.train.run.RunDirectory;
import io.github.hcsc.train.view.Normalization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LiveReportTest {
    private final PretrainConfig config = PretrainConfig.read(Path.of("smoke"))
            .with("encoder.width=0.0625", "views.imageSize=16", "views.evaluationResize=16");
    private final ImageSource images = new GeneratedShapes(40, 16, 0);
    private final NDManager manager = NDManager.newBaseManager();
    private final TrainingState state =
            Autograd.paused(() -> Components.of(config).newState(manager.newSubManager(), config, images.size()));
    private final List<String> messages = new ArrayList<>();
    private final AtomicLong clock = new AtomicLong();

    @TempDir
    private Path folder;

    private Path run = Path.of("");

    @BeforeEach
    void makeRun() {
        run = folder.resolve("run");
        RunDirectory.create(run, config).close();
    }

    @AfterEach
    void free() {
        state.close();
        manager.close();
    }

    @Test
    void writesThePageWithASampleOfTheImages() throws IOException {
        report().update(manager, encoder(), 3);

        assertThat(messages).isEmpty();
        assertThat(Files.readString(run.resolve("report.html")))
                .contains("Map of the embeddings", "40 training images");
        EmbeddingSample sample = EmbeddingSample.of(run).orElseThrow();
        assertThat(sample.images().names()).hasSize(40).contains(images.name(7));
        assertThat(sample.embeddings().epoch()).isEqualTo(3);
    }

    @Test
    void showsTheViewsBeforeTrainingBegins() throws IOException {
        report().begin();

        assertThat(messages).isEmpty();
        assertThat(Files.readString(run.resolve("report.html"))).contains("No embeddings yet", "alt=\"query view: ");
    }

    @Test
    void leavesNoTensorsBehind() {
        LiveReport report = report();
        report.write(manager, encoder(), 1);
        int open = manager.getManagedArrays().size();
        report.write(manager, encoder(), 2);

        assertThat(manager.getManagedArrays()).hasSize(open);
    }

    @Test
    void waitsUntilTheTimeItTakesIsASmallPartOfTheTimeSince() throws IOException {
        LiveReport report =
                new LiveReport(run, config, images, extractor(), messages::add, done -> {}, () -> clock.addAndGet(1));
        report.update(manager, encoder(), 1);
        Path page = run.resolve("report.html");
        Files.delete(page);

        report.update(manager, encoder(), 2);
        assertThat(page).as("two ticks after one that took a tick").doesNotExist();
        clock.addAndGet(50);
        report.update(manager, encoder(), 3);
        assertThat(page).exists();
    }

    @Test
    void saysOnceThatThePageCannotBeWrittenAndGoesOn() throws IOException {
        Files.createDirectories(run.resolve("report.html/occupied"));
        LiveReport report = report();
        report.write(manager, encoder(), 1);
        report.write(manager, encoder(), 2);

        assertThat(messages)
                .singleElement()
                .asString()
                .startsWith("the report could not be written to " + run.resolve("report.html") + ", training goes on: ")
                .contains("could not be written and is unchanged");
    }

    private LiveReport report() {
        return new LiveReport(run, config, images, extractor(), messages::add, done -> {}, System::nanoTime);
    }

    private Encoder encoder() {
        return state.learner().trained();
    }

    private FeatureExtractor extractor() {
        return new FeatureExtractor(
                ViewRecipes.evaluation(16, 16, Interpolation.BILINEAR),
                new Normalization(manager, config.views().mean(), config.views().std()),
                LoaderConfig.sequential(16, 1));
    }
}
