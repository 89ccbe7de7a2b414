package io.github.hcsc.train.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.hcsc.data.source.ImageSource;
import io.github.hcsc.train.metrics.MetricsRecord;
import io.github.hcsc.train.page.Browser;
import io.github.hcsc.train.prototypes.ImageTable;
import io.github.hcsc.train.run.UnreadableImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

final class RunReportTest {
    private static final String HOSTILE = "</script><img src=x onerror=\"document.title='taken'\">{{config}}";

    /** The number of pixels of a canvas that anything was drawn on. */
    private static final String DRAWN = "return [...document.querySelectorAll('%s')].map(canvas => canvas"
            + ".getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data"
            + ".filter((value, i) => i %% 4 === 3 && value > 0).length)";

    private final ImageSource images = ReportRun.images();

    @TempDir
    private Path folder;

    @Test
    void isOneFileThatAsksForNothingElseAndKeepsTheLicence() throws IOException {
        Path file = folder.resolve("report.html");
        long bytes = ReportRun.report("a run", ReportRun.metrics(20))
                .write(file, ReportPictures.of(ReportRun.config(), images));

        String html = Files.readString(file);
        assertThat(bytes).isEqualTo(Files.size(file));
        assertThat(html)
                .doesNotContainPattern("(src|href)=\"(https?:|//)")
                .doesNotContain("fetch(", "{{")
                .contains("Permission is hereby granted, free of charge", "Leon Sorokin");
        try (var files = Files.list(folder)) {
            assertThat(files).as("nothing is left of writing it").containsExactly(file);
        }
    }

    @Test
    void drawsEveryCurveAndTheMapWithItsImages() throws IOException {
        Path file = folder.resolve("report.html");
        ReportRun.report("wide", ReportRun.metrics(200)).write(file, ReportPictures.of(ReportRun.config(), images));
        try (Browser browser = Browser.orSkip()) {
            browser.open(file, 1280, 900);
            assertThat(browser.all(".chart")).hasSize(11);
            assertThat(drawn(browser, ".chart canvas")).hasSize(11).allSatisfy(pixels -> assertThat(pixels)
                    .isGreaterThan(2000));
            assertThat(drawn(browser, ".plane canvas"))
                    .allSatisfy(pixels -> assertThat(pixels).isGreaterThan(300 * 10));
            assertThat(browser.text(".chart p")).contains("mean of 3 records");
            browser.assertFits(".chart");
            browser.screenshot("report");

            browser.hover(".plane canvas", 0.5, 0.5);
            browser.script("document.querySelector('.plane canvas').focus()");
            browser.press(Keys.ARROW_RIGHT);
            assertThat(browser.script("return getComputedStyle(document.querySelector('.tip .thumb')).backgroundImage"))
                    .asString()
                    .startsWith("url(\"blob:");
            String first = browser.text(".tip .name");
            browser.press(Keys.ARROW_RIGHT);
            browser.press(Keys.ARROW_DOWN);
            assertThat(browser.text(".tip .name")).isNotEqualTo(first);
            browser.screenshotOf(".plane", "report-map");
            browser.assertSound();

            browser.script("document.querySelector('.choose select').focus()");
            browser.press(Keys.ARROW_DOWN);
            assertThat(browser.text(".key")).contains("L1-0", "L1-1", "L1-2");
            browser.screenshotOf("#plane", "report-map-prototypes");

            browser.open(file, 390, 844);
            browser.assertFits(".chart");
            browser.screenshotWhole("report-phone");
            browser.assertSound();
            browser.dark(true);
            assertThat(drawn(browser, ".chart canvas"))
                    .allSatisfy(pixels -> assertThat(pixels).isGreaterThan(1000));
            browser.screenshotWhole("report-phone-dark");
            browser.assertSound();
        }
    }

    @Test
    void showsTheImageUnderThePointer() throws IOException {
        Path file = folder.resolve("report.html");
        ReportRun.report("map", ReportRun.metrics(2)).write(file, ReportPictures.of(ReportRun.config(), images));
        try (Browser browser = Browser.orSkip()) {
            browser.open(file, 1280, 900);
            browser.script("document.querySelector('.plane').scrollIntoView()");
            assertThat(browser.all(".tip[hidden]")).hasSize(1);
            for (int i = 0; i < 400 && !browser.all(".tip[hidden]").isEmpty(); i++) {
                int row = i / 20;
                browser.hover(".plane canvas", 0.03 + i % 20 * 0.048, 0.03 + row * 0.048);
            }
            assertThat(browser.all(".tip:not([hidden]) .thumb")).hasSize(1);
            browser.assertSound();
        }
    }

    @Test
    void showsRunsOfWhichThereIsLittle() throws IOException {
        Path nothing = folder.resolve("nothing.html");
        Path moco = folder.resolve("moco.html");
        new RunReport(
                        "new",
                        ReportRun.config(),
                        List.of(),
                        List.of(),
                        Optional.empty(),
                        TreeFacts.NONE,
                        UnreadableImages.NONE)
                .write(nothing, ReportPictures.NONE);
        MetricsRecord only = new MetricsRecord(10, 0, Map.of("loss", 7.0, "learning_rate", 0.1));
        new RunReport(
                        "moco",
                        ReportRun.config("prototypes.counts=[]"),
                        List.of(ReportRun.process("cpu()")),
                        List.of(only, new MetricsRecord(20, 0, Map.of("loss", Double.NaN))),
                        Optional.empty(),
                        new TreeFacts(true, List.of(), List.of()),
                        UnreadableImages.NONE)
                .write(moco, ReportPictures.of(ReportRun.config(), images));
        try (Browser browser = Browser.orSkip()) {
            browser.open(nothing, 390, 844);
            assertThat(browser.text("#charts")).contains("Nothing has been measured yet");
            browser.assertSound();

            browser.open(moco, 1280, 900);
            assertThat(browser.text("main")).contains("it is MoCo v2", "No embeddings yet");
            assertThat(browser.all(".chart")).hasSize(2);
            assertThat(browser.all("header a[href='tree.html']")).hasSize(1);
            assertThat(browser.all(".views img")).isNotEmpty();
            browser.assertSound();
        }
    }

    @Test
    void namesTheFileThatLacksNamesOfItsMap() throws IOException {
        ReportRun.sample(ReportRun.images()).write(folder);
        Path names = folder.resolve("report/images.tsv");
        Files.write(names, Files.readAllLines(names).subList(0, 7));

        assertThatThrownBy(() -> EmbeddingSample.of(folder))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(names + " must name the 300 images of ")
                .hasMessageEndingWith(", one a line, but has 7 lines; delete the folder to go on without its map");
    }

    @Test
    void takesNoOrdersFromNames() throws IOException {
        Path file = folder.resolve("report.html");
        ImageTable hostile = new ImageTable(
                Collections.nCopies(ReportRun.IMAGES, HOSTILE), Collections.nCopies(ReportRun.IMAGES, HOSTILE));
        RunReport report = new RunReport(
                HOSTILE,
                ReportRun.config("data.path=\"" + HOSTILE.replace("\"", "'") + "\""),
                List.of(ReportRun.process(HOSTILE)),
                List.of(new MetricsRecord(1, 0, Map.of(HOSTILE, 1.0))),
                Optional.of(
                        new EmbeddingSample(hostile, ReportRun.sample(images).embeddings())),
                ReportRun.tree(),
                UnreadableImages.NONE);
        ReportPictures pictures = ReportPictures.of(ReportRun.config(), images);
        List<ReportPictures.Views> views = pictures.views().stream()
                .map(some -> new ReportPictures.Views(HOSTILE, some.pictures()))
                .toList();
        report.write(file, new ReportPictures(pictures.thumbnails(), views));

        assertThat(Files.readString(file)).doesNotContain("<img src=x");
        try (Browser browser = Browser.orSkip()) {
            browser.open(file, 1280, 900);
            browser.script("document.querySelector('.plane canvas').focus()");
            browser.press(Keys.ARROW_RIGHT);
            assertThat(browser.text(".tip .name")).isEqualTo(HOSTILE);
            assertThat(browser.all("img[src=x]")).isEmpty();
            assertThat(browser.script("return document.title")).isEqualTo("Report of " + HOSTILE);
            browser.assertSound();
        }
    }

    @SuppressWarnings("unchecked")
    private static List<Long> drawn(Browser browser, String canvases) {
        return (List<Long>) browser.script(DRAWN.formatted(canvases));
    }
}
