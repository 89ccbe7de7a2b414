package io.github.hcsc.train.prototypes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.hcsc.data.source.GeneratedShapes;
import io.github.hcsc.data.source.ImageSource;
import io.github.hcsc.train.eval.HealthVerdict;
import io.github.hcsc.train.page.Browser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

final class TreePageTest {

    private static final int IMAGES = 600;
    private static final Optional<HealthVerdict> COLLAPSED = Optional.of(HealthVerdict.of("embeddings", 1, 16, 0));

    private final ImageSource shapes = new GeneratedShapes(IMAGES, 32, 0);
    private final PrototypeTree tree =
            drifted(RandomTree.of(IMAGES, 16, 1, 40, 12, 5).tree());
    private final TreePage page =
            new TreePage("a <run> & more", tree, ImageTable.of(shapes), Optional.empty(), COLLAPSED);

    @TempDir
    private Path folder;

    private static PrototypeTree drifted(PrototypeTree tree) {
        return tree.withDrift(
                tree.driftFrom(RandomTree.of(IMAGES, 16, 1, 38, 12, 5).tree()));
    }

    @Test
    void isOneFileThatAsksForNothingElse() throws IOException {
        Path file = folder.resolve("tree.html");
        long bytes = page.write(file, Optional.of(shapes), 1_000_000);

        String html = Files.readString(file);
        assertThat(bytes).isEqualTo(Files.size(file));
        assertThat(html).contains("a &lt;run&gt; &amp; more").doesNotContain("a <run>");
        assertThat(html).doesNotContainPattern("(src|href)=\"(https?:|//)").doesNotContain("fetch(");
    }

    @Test
    void keepsWithinTheBudgetOfPictures() throws IOException {
        long none = page.write(folder.resolve("none.html"), Optional.empty(), 0);
        long some = page.write(folder.resolve("some.html"), Optional.of(shapes), 200_000);

        assertThat(some - none).isBetween(50_000L, 200_000 * 4 / 3 + 20_000L);
    }

    @Test
    void saysWhenThePicturesAreOfOtherImages() {
        ImageTable others = new ImageTable(java.util.Collections.nCopies(IMAGES, "other.jpg"), java.util.List.of());
        TreePage wrong = new TreePage("run", tree, others, Optional.empty(), Optional.empty());

        assertThatThrownBy(() -> wrong.write(folder.resolve("tree.html"), Optional.of(shapes), 1_000_000))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("must hold the images of the run, but has none of them");
    }

    @Test
    void leadsFromTheCoarsestLevelToAnImageByClicksAndByKeys() throws IOException {
        Path file = folder.resolve("tree.html");
        page.write(file, Optional.of(shapes), 1_000_000);
        try (Browser browser = Browser.orSkip()) {
            browser.open(file, 1280, 900);
            assertThat(browser.all(".card")).hasSize(5);
            assertThat(browser.text("main")).contains("The health of the encoder is collapsed: all images get nearly");
            browser.screenshot("tree");
            browser.assertFits(".card");

            browser.all(".card").get(0).click();
            assertThat(browser.text("h1")).startsWith("L2-");
            assertThat(browser.script("return document.activeElement.tagName")).isEqualTo("H1");
            browser.all(".card").get(0).click();
            browser.all(".card").get(0).click();
            assertThat(browser.text("h1")).startsWith("L0-");
            browser.all(".names a").get(0).click();
            assertThat(browser.all(".path li")).hasSize(5);

            browser.press("/");
            browser.press("17", Keys.ENTER);
            assertThat(browser.text("h1")).contains("with “17”");
            browser.press(Keys.ESCAPE);
            browser.press(Keys.ESCAPE);
            assertThat(browser.text("h1")).isEqualTo("The tree");
            browser.script("document.querySelector('.card').focus()");
            browser.press(Keys.ARROW_RIGHT);
            browser.press(Keys.ENTER);
            assertThat(browser.text("h1")).startsWith("L2-");
            browser.assertSound();

            browser.open(file, 390, 844);
            browser.screenshot("tree-phone");
            browser.assertFits(".card");
            browser.assertSound();
        }
    }
}
