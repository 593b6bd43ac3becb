package dev.chime.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.logging.Level;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.Keys;
import org.openqa.selenium.NoSuchElementException;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.WebDriverWait;

/** A Chromium without a window. Each look for something waits until it is there. */
final class Browser implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final ChromeDriver driver;
  private final String base;

  Browser(String base) {
    Path chromium = Path.of(System.getProperty("chime.chromium", "/usr/bin/chromium"));
    Path chromedriver = Path.of(System.getProperty("chime.chromedriver", "/usr/bin/chromedriver"));
    assertThat(List.of(chromium, chromedriver))
        .as("install Debian's chromium and chromium-driver, or say where they are")
        .allMatch(Files::isExecutable);
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    ChromeOptions options = new ChromeOptions();
    options.setBinary(chromium.toFile());
    options.setCapability("goog:loggingPrefs", logs);
    options.addArguments("--headless=new", "--no-sandbox", "--disable-dev-shm-usage");
    driver =
        new ChromeDriver(
            new ChromeDriverService.Builder().usingDriverExecutable(chromedriver.toFile()).build(),
            options);
    driver.manage().window().setSize(new Dimension(1280, 900));
    this.base = base;
  }

  /** Opens a page of the console, given by what follows the mark in its address. */
  void open(String page) {
    driver.get(base + "/console/#" + page);
  }

  /** Opens the console in a new tab, which knows no key. */
  void openAnew() {
    driver.switchTo().newWindow(org.openqa.selenium.WindowType.TAB);
    open("/");
  }

  /** Waits for an element that has this text, and returns it. */
  WebElement find(String css, String text) {
    return new WebDriverWait(driver, PATIENCE)
        .ignoring(StaleElementReferenceException.class, NoSuchElementException.class)
        .withMessage(() -> css + " with \"" + text + "\" in " + text())
        .until(
            here ->
                here.findElements(By.cssSelector(css)).stream()
                    .filter(each -> each.isDisplayed() && each.getText().contains(text))
                    .findFirst()
                    .orElse(null));
  }

  /** Waits until no element has this text. */
  void findNone(String css, String text) {
    new WebDriverWait(driver, PATIENCE)
        .ignoring(StaleElementReferenceException.class)
        .until(
            here ->
                here.findElements(By.cssSelector(css)).stream()
                    .noneMatch(each -> each.getText().contains(text)));
  }

  boolean has(String css, String text) {
    return driver.findElements(By.cssSelector(css)).stream()
        .anyMatch(each -> each.getText().contains(text));
  }

  void click(String css, String text) {
    new WebDriverWait(driver, PATIENCE)
        .ignoring(StaleElementReferenceException.class)
        .until(
            here -> {
              find(css, text).click();
              return true;
            });
  }

  /** Writes into a field. */
  void type(String css, String text) {
    WebElement field = find(css, "");
    field.clear();
    field.sendKeys(text);
  }

  /** Presses a key, wherever the focus is. */
  void press(CharSequence key) {
    driver.switchTo().activeElement().sendKeys(key);
  }

  void escape() {
    press(Keys.ESCAPE);
  }

  /** The text of the element that has the focus. */
  String focused() {
    return driver.switchTo().activeElement().getText();
  }

  String text() {
    return driver.findElement(By.tagName("body")).getText();
  }

  String address() {
    return Objects.requireNonNull(driver.getCurrentUrl());
  }

  Object run(String script) {
    return Objects.requireNonNull(driver.executeScript(script));
  }

  /** How many requests the page makes within such a time, but for those that are under way. */
  long requestsWithin(Duration time) {
    driver.executeAsyncScript("setTimeout(arguments[0], 500)"); // what is under way ends
    driver.executeScript("performance.clearResourceTimings()");
    driver.executeAsyncScript("setTimeout(arguments[0], " + time.toMillis() + ")");
    return (Long) run("return performance.getEntriesByType('resource').length");
  }

  /** What the page has written to the console since the last look: errors and violations. */
  List<String> complaints() {
    return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
        .map(entry -> entry.getLevel() + " " + entry.getMessage())
        .toList();
  }

  /** What axe finds on the page that hinders people: each rule that is broken, and where. */
  @SuppressWarnings("unchecked") // as axe documents it
  List<String> barriers() {
    driver.executeScript(axe());
    Map<String, Object> result =
        (Map<String, Object>)
            Objects.requireNonNull(
                driver.executeAsyncScript(
                    """
                    const done = arguments[0];
                    axe.run().then(done, error => done({violations: [{id: String(error), nodes: []}]}));
                    """));
    return ((List<Map<String, Object>>) Objects.requireNonNull(result.get("violations")))
        .stream()
            .map(
                rule ->
                    rule.get("id")
                        + " "
                        + ((List<Map<String, Object>>) Objects.requireNonNull(rule.get("nodes")))
                            .stream()
                                .map(node -> node.get("html") + " " + node.get("failureSummary"))
                                .toList())
            .toList();
  }

  private static String axe() {
    try (InputStream script = Browser.class.getResourceAsStream("/axe.min.js")) {
      return new String(Objects.requireNonNull(script).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Keeps a picture of the page, where {@code chime.screenshots} says, or in the build's folder.
   */
  void picture(String name) {
    Path folder = Path.of(System.getProperty("chime.screenshots", "target/browser/screenshots"));
    try {
      Files.createDirectories(folder);
      Files.write(folder.resolve(name + ".png"), driver.getScreenshotAs(OutputType.BYTES));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    driver.quit();
  }
}
