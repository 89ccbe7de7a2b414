package io.github.hcsc.train.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** The system's Chromium without a window. Tests that need one are skipped, and say so, where there is none. */
public final class Browser implements AutoCloseable {

    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
    private static final Path SCREENSHOTS = Path.of("target/pages");

    private final ChromeDriver driver;

    private Browser(ChromeDriver driver) {
        this.driver = driver;
    }

    /** Starts the browser, or skips the test. */
    public static Browser orSkip() {
        boolean present = Files.exists(CHROMIUM) && Files.exists(DRIVER);
        String message =
                "PAGES ARE NOT LOOKED AT: install chromium and chromium-driver to " + CHROMIUM + " and " + DRIVER;
        if (!present) {
            System.err.println(message);
        }
        assumeTrue(present, message);
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        ChromeOptions options = new ChromeOptions();
        options.setBinary(CHROMIUM.toString());
        options.addArguments("--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars");
        options.setCapability("goog:loggingPrefs", logs);
        return new Browser(new ChromeDriver(
                new ChromeDriverService.Builder()
                        .usingDriverExecutable(DRIVER.toFile())
                        .build(),
                options));
    }

    /** Opens a page and waits until it says that it is ready. */
    public void open(Path page, int width, int height) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 600));
        driver.get(page.toUri().toString());
        driver.manage().timeouts().scriptTimeout(Duration.ofSeconds(60));
        driver.executeAsyncScript("const done = arguments[0];"
                + "const look = () => document.documentElement.dataset.ready ? done() : setTimeout(look, 20);"
                + "look();");
    }

    /** Runs a script in the page. */
    public Object script(String code) {
        Object result = driver.executeScript(code);
        return result == null ? "" : result;
    }

    /** Finds elements. */
    public List<WebElement> all(String selector) {
        return driver.findElements(By.cssSelector(selector));
    }

    /** Returns the text of an element. */
    public String text(String selector) {
        return driver.findElement(By.cssSelector(selector)).getText();
    }

    /** Presses keys in whatever has the focus. */
    public void press(CharSequence... keys) {
        driver.switchTo().activeElement().sendKeys(keys);
    }

    /** Presses one of the keys that have no sign. */
    public void press(Keys key) {
        driver.switchTo().activeElement().sendKeys(key);
    }

    /** Keeps a picture of what is to be seen. */
    public void screenshot(String name) throws IOException {
        Files.createDirectories(SCREENSHOTS);
        Files.write(SCREENSHOTS.resolve(name + ".png"), driver.getScreenshotAs(OutputType.BYTES));
    }

    /** Checks that the page neither complained nor is wider than the screen. */
    public void assertSound() {
        assertThat(driver.manage().logs().get(LogType.BROWSER)).isEmpty();
        assertThat((Long) script("return document.documentElement.scrollWidth - innerWidth"))
                .as("pixels to scroll sideways")
                .isLessThanOrEqualTo(0);
    }

    @Override
    public void close() {
        driver.quit();
    }
}
