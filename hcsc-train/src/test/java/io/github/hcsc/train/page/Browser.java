package io.github.hcsc.train.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** The system's Chromium without a window. Tests that need one are skipped, and say so, where there is none. */
public final class Browser implements AutoCloseable {

    private static final Path SCREENSHOTS = Path.of("target/pages");

    private final ChromeDriver driver;

    private Browser(ChromeDriver driver) {
        this.driver = driver;
    }

    /** Starts the browser, or skips the test. */
    public static Browser orSkip() {
        Optional<Path> chromium = find("chromium").or(() -> find("google-chrome"));
        Optional<Path> chromedriver = find("chromedriver");
        boolean present = chromium.isPresent() && chromedriver.isPresent();
        String message = "PAGES ARE NOT LOOKED AT: install chromium and chromedriver (Debian: chromium-driver)";
        if (!present) {
            System.err.println(message);
        }
        assumeTrue(present, message);
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        ChromeOptions options = new ChromeOptions();
        options.setBinary(chromium.get().toString());
        options.addArguments("--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars");
        options.setCapability("goog:loggingPrefs", logs);
        return new Browser(new ChromeDriver(
                new ChromeDriverService.Builder()
                        .usingDriverExecutable(chromedriver.get().toFile())
                        .build(),
                options));
    }

    /** Looks on the path, and where GitHub's machines keep the driver. */
    private static Optional<Path> find(String program) {
        return Stream.of("PATH", "CHROMEWEBDRIVER")
                .map(System::getenv)
                .filter(Objects::nonNull)
                .flatMap(folders -> Arrays.stream(folders.split(File.pathSeparator)))
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst();
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

    /** Finds elements, once the page has answered the click or key before. */
    public List<WebElement> all(String selector) {
        settle();
        return driver.findElements(By.cssSelector(selector));
    }

    /** Returns the text of an element, once the page has answered the click or key before. */
    public String text(String selector) {
        settle();
        return driver.findElement(By.cssSelector(selector)).getText();
    }

    /** Lets the page draw anew: it does so in a task of its own, before a timer that is set now. */
    private void settle() {
        driver.executeAsyncScript("setTimeout(arguments[0], 100)");
    }

    /** Presses keys in whatever has the focus. */
    public void press(CharSequence... keys) {
        driver.switchTo().activeElement().sendKeys(keys);
    }

    /** Presses one of the keys that have no sign. */
    public void press(Keys key) {
        driver.switchTo().activeElement().sendKeys(key);
    }

    /** Moves the pointer to a place in an element, given as shares of its width and height. */
    public void hover(String selector, double across, double down) {
        WebElement element = driver.findElement(By.cssSelector(selector));
        int x = (int) Math.round((across - 0.5) * element.getSize().width);
        int y = (int) Math.round((down - 0.5) * element.getSize().height);
        new Actions(driver).moveToElement(element, x, y).perform();
    }

    /** Asks the page for its dark colours or its light ones. */
    public void dark(boolean wanted) {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of(
                        "features",
                        List.of(Map.of("name", "prefers-color-scheme", "value", wanted ? "dark" : "light"))));
    }

    /** Keeps a picture of what is to be seen. */
    public void screenshot(String name) throws IOException {
        keep(name, driver.getScreenshotAs(OutputType.BYTES));
    }

    /** Keeps a picture of an element. */
    public void screenshotOf(String selector, String name) throws IOException {
        keep(name, driver.findElement(By.cssSelector(selector)).getScreenshotAs(OutputType.BYTES));
    }

    /** Keeps a picture of the whole page, however long. */
    public void screenshotWhole(String name) throws IOException {
        Object data = driver.executeCdpCommand("Page.captureScreenshot", Map.of("captureBeyondViewport", true))
                .get("data");
        keep(name, Base64.getDecoder().decode(String.valueOf(data)));
    }

    private static void keep(String name, byte[] png) throws IOException {
        Files.createDirectories(SCREENSHOTS);
        Files.write(SCREENSHOTS.resolve(name + ".png"), png);
    }

    /** Checks that the page neither complained nor is wider than the screen. */
    public void assertSound() {
        assertThat(driver.manage().logs().get(LogType.BROWSER)).isEmpty();
        assertThat((Long) script("return document.documentElement.scrollWidth - innerWidth"))
                .as("pixels to scroll sideways")
                .isLessThanOrEqualTo(0);
    }

    /** Checks that nothing sticks out of any of some elements. */
    public void assertFits(String selector) {
        assertThat(script("return [...document.querySelectorAll('" + selector + "')]"
                        + ".filter(element => element.scrollWidth > element.clientWidth)"
                        + ".map(element => element.textContent)"))
                .as("what does not fit into " + selector)
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .isEmpty();
    }

    @Override
    public void close() {
        driver.quit();
    }
}
