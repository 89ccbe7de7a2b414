package io.github.hcsc.train.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hcsc.train.page.Browser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page of an audit, on which a person decides. */
final class AuditPageTest {
    @TempDir
    private Path folder;

    private Path run = Path.of("");
    private Path page = Path.of("");

    @BeforeEach
    void audit() throws IOException {
        run = ColourRun.create(folder);
        Commands commands = new Commands();
        assertThat(commands.run("audit", "--run", run.toString(), "--threshold", "0.9999", "--neighbours", "5"))
                .as(commands.err::toString)
                .isZero();
        page = run.resolve("audit/audit.html");
    }

    @Test
    void isOneFileThatAsksForNothingElse() throws IOException {
        assertThat(Files.readString(page))
                .doesNotContainPattern("(src|href)=\"(https?:|//)")
                .doesNotContain("fetch(");
    }

    @Test
    void decisionsAreMadeByKeysAndLeaveAsAList() throws IOException {
        try (Browser browser = Browser.orSkip()) {
            browser.open(page, 1280, 900);
            assertThat(browser.text("main")).contains("What to look at");
            browser.screenshot("audit-summary");

            browser.script("location.hash = '#/duplicates'");
            int cards = browser.all(".card").size();
            assertThat(cards).isPositive();
            browser.screenshot("audit");
            browser.assertFits(".card");
            List<?> advised = (List<?>) browser.script("return window.audit.leftOut()");
            assertThat(advised).isNotEmpty();
            assertThat((List<?>) browser.script("return window.audit.kept()"))
                    .hasSize(3 * ColourRun.EACH - advised.size())
                    .allSatisfy(path -> assertThat(Path.of(path.toString())).exists());

            browser.press("j");
            browser.press("1");
            assertThat((List<?>) browser.script("return window.audit.leftOut()"))
                    .hasSize(advised.size() + 1);
            browser.press("2");
            assertThat((List<?>) browser.script("return window.audit.leftOut()"))
                    .hasSize(advised.size());
            browser.open(page, 1280, 900);
            assertThat((List<?>) browser.script("return window.audit.leftOut()"))
                    .as("decisions outlast the page")
                    .hasSize(advised.size());
            assertThat(browser.script("return window.audit.leftOut()")).isNotEqualTo(advised);
            for (int width : new int[] {800, 400}) {
                browser.open(page, width, 800);
                browser.script("location.hash = '#/duplicates'");
                browser.screenshot("audit-" + width);
                browser.assertFits(".card");
            }
        }
    }
}
