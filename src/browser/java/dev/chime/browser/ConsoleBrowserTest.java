package dev.chime.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.Keys;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

/** What people do with the console, in a real browser. */
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SpringBootTest(
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {
      "chime.keys[0].name=ops",
      "chime.keys[0].hash=65fc9f0459b4eae20830622ad183437417a5b02e52b5d47440db3357c3f31d7c",
      "chime.keys[0].role=admin",
      "chime.keys[1].name=looker",
      "chime.keys[1].hash=78e02f0245a5235602f5644fb76b5aec1827f074d0ff78305ad6e7270d9dfae0",
      "chime.keys[1].role=read",
      "chime.deliveries.http=true",
      "chime.deliveries.allow=127.0.0.1",
    })
class ConsoleBrowserTest {

  private static final String OPS = "chime_test_ops";
  private static final String LOOKER = "chime_test_looker";

  /** What a browser writes to the console by itself when a request is refused. */
  private static final String REFUSED = "status of 401";

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @LocalServerPort private int port;

  private final AtomicInteger receiverStatus = new AtomicInteger(500);
  private HttpServer receiver;
  private Browser browser;

  @BeforeAll
  void prepare() throws IOException {
    receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    receiver.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(receiverStatus.get(), -1);
          exchange.close();
        });
    receiver.start();
    put(
        "/endpoints/billing",
        "{\"url\":\"http://127.0.0.1:%d/\",\"retry\":{\"delays\":[]}}"
            .formatted(receiver.getAddress().getPort()));
    put("/schedules/standup", "{\"cron\":\"0 9 * * MON-FRI\",\"zone\":\"Europe/Berlin\"}");
    put("/schedules/heartbeat", "{\"every\":\"3s\",\"timer\":{\"labels\":{\"kind\":\"beat\"}}}");
    call("POST", "/timers/batch", waves());
    for (int i = 1; i <= 9; i++) {
      put(
          "/timers/reminder-" + i,
          "{\"delay\":\"%dm\",\"labels\":{\"team\":\"red\"}}".formatted(i));
    }
    put(
        "/timers/big-number",
        "{\"delay\":\"2h\",\"payload\":{\"account\":9007199254740993,\"rate\":1.10}}");
    put("/timers/invoice-1", "{\"delay\":\"0s\",\"deliver\":{\"to\":\"billing\"}}");
    put("/timers/mail-1", "{\"delay\":\"0s\",\"deliver\":{\"queue\":\"emails\"}}");
  }

  /** Timers of the next hour, as they are where a day has its rush hours. */
  private static String waves() {
    return IntStream.range(90, 3600)
        .filter(second -> second % 12 < 3 + 2.5 * Math.sin(second / 300.0))
        .mapToObj(second -> "{\"delay\":\"" + second + "s\"}")
        .limit(1000)
        .collect(Collectors.joining(",", "[", "]"));
  }

  @AfterAll
  void stop() {
    receiver.stop(0);
  }

  @BeforeEach
  void openBrowser() {
    browser = new Browser("http://localhost:" + port);
  }

  @AfterEach
  void closeBrowser() {
    browser.close();
  }

  private String put(String path, String body) {
    return call("PUT", path, body);
  }

  private String call(String method, String path, String body) {
    try {
      HttpResponse<String> answer =
          HTTP.send(
              HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                  .method(
                      method,
                      body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                  .header("Content-Type", "application/json")
                  .header("Authorization", "Bearer " + OPS)
                  .build(),
              BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
      return answer.body();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void signIn(String key) {
    browser.open("/");
    browser.type("input[name=key]", key);
    browser.click("button", "Open");
    browser.find("h1", "Overview");
    assertThat(browser.complaints()).allMatch(each -> each.contains(REFUSED));
  }

  @Test
  void aWrongKeyIsToldFromARightOne() {
    browser.open("/");
    browser.type("input[name=key]", "chime_wrong");
    browser.click("button", "Open");
    browser.find("[role=alert]", "This key is not known.");
    assertThat(browser.barriers()).isEmpty();
    browser.type("input[name=key]", OPS);
    browser.click("button", "Open");
    browser.find(".who", "ops · admin · default");
    browser.openAnew();
    browser.find("label", "API key"); // a key is kept for its tab only
    assertThat(browser.complaints()).allMatch(each -> each.contains(REFUSED));
  }

  @Test
  void aTimerIsCreatedAndRings() {
    signIn(OPS);
    browser.press("c");
    browser.type("dialog input[name=when]", "3s");
    browser.type("dialog input[name=id]", "egg with space");
    browser.type("dialog textarea", "{\"for\": \"breakfast\"}");
    browser.click("dialog button", "Create");
    browser.find("dialog [role=alert]", "id ");
    browser.type("dialog input[name=id]", "egg");
    browser.click("dialog button", "Create");
    browser.find("h1", "egg");
    browser.find("h1 .state", "ELAPSED");
    browser.find(".life", "Elapsed");
    assertThat(browser.text()).doesNotContain("breakfast");
    browser.click("button", "Show payload");
    browser.find("pre", "breakfast");
    browser.picture("console-timer");
    assertThat(browser.complaints()).hasSize(1).allMatch(each -> each.contains("status of 400"));
  }

  @Test
  void theOverviewShowsWhatRings() {
    signIn(OPS);
    call("PUT", "/timers/soon-1", "{\"delay\":\"4s\"}");
    for (int i = 2; i < 25; i++) {
      put("/timers/soon-" + i, "{\"delay\":\"%dms\"}".formatted(5000 + i * 2300));
    }
    browser.find(".feed", "soon-1");
    browser.find(".feed .elapsed", "elapsed");
    browser.find(".tile", "Pending");
    browser.find("figcaption", "due within a minute");
    browser.find(".chart canvas", "");
    browser.picture("console-overview");
    call("DELETE", "/timers/soon-24", "");
    browser.find(".feed .cancelled", "cancelled");
    browser.click("button", "Live");
    browser.find("button", "Paused");
    put("/timers/unseen", "{\"delay\":\"0s\"}");
    browser.click("nav a", "Schedules");
    browser.find("td", "standup");
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void oneTimerAndAllOfALabelAreCancelled() {
    put("/timers/wrong-1", "{\"delay\":\"1h\",\"labels\":{\"team\":\"blue\"}}");
    put("/timers/wrong-2", "{\"delay\":\"1h\",\"labels\":{\"team\":\"blue\"}}");
    put("/timers/wrong-3", "{\"delay\":\"1h\",\"labels\":{\"team\":\"blue\"}}");
    signIn(OPS);
    browser.press("/");
    browser.press("wrong-" + Keys.ENTER);
    browser.find("td", "wrong-1");
    assertThat(browser.address()).endsWith("#/timers?idPrefix=wrong-");
    assertThat(browser.has("td", "reminder-1")).isFalse();
    browser.press(Keys.TAB); // out of the field
    browser.find("body", "").click();
    browser.press("j");
    browser.press("j");
    browser.press("k");
    assertThat(browser.focused()).isEqualTo("wrong-1");
    browser.press(Keys.ENTER);
    browser.find("h1", "wrong-1");
    browser.click("button", "Cancel …");
    browser.click("dialog button", "Cancel it");
    browser.find("h1 .state", "CANCELLED");
    browser.open("/timers?label=team:blue&state=PENDING");
    browser.find("td", "wrong-2");
    browser.click("button", "Cancel all pending with team:blue");
    assertThat(browser.find("dialog button.danger", "Cancel them").isEnabled()).isFalse();
    browser.type("dialog input[name=typed]", "team:blue");
    browser.click("dialog button", "Cancel them");
    browser.find("[role=status]", "2 timers were cancelled.");
    browser.find("td", "No timer matches.");
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void aDeadDeliveryIsTriedAgain() {
    signIn(OPS);
    browser.click("nav a", "Deliveries");
    browser.click("td a", "invoice-1");
    browser.find("h1 .state", "DEAD");
    browser.find("td", "500");
    browser.picture("console-delivery");
    receiverStatus.set(204);
    browser.click("button", "Try again now");
    browser.find("h1 .state", "DELIVERED");
    browser.find("td", "204");
    assertThat(browser.complaints()).isEmpty();
  }

  /** The page's clock says so, which asks again every second or two while it can be seen. */
  @Test
  void nothingIsAskedWhileThePageIsHiddenOrPaused() {
    signIn(OPS);
    browser.find(".tile", "Pending");
    browser.run(hide(true));
    assertThat(browser.requestsWithin(Duration.ofSeconds(5))).isZero();
    browser.run(hide(false));
    assertThat(browser.requestsWithin(Duration.ofSeconds(5))).isPositive();
    browser.click("button", "Live");
    assertThat(browser.requestsWithin(Duration.ofSeconds(5))).isZero();
  }

  private static String hide(boolean on) {
    return "Object.defineProperty(document, 'hidden', {value: "
        + on
        + ", configurable: true});"
        + " document.dispatchEvent(new Event('visibilitychange')); return true";
  }

  @Test
  void numbersAreShownWithAllTheirDigits() {
    signIn(OPS);
    browser.open("/timers/big-number");
    browser.click("button", "Show payload");
    browser.find("pre", "9007199254740993");
    browser.find("pre", "1.10");
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void aKeyThatMayOnlyReadIsOfferedNothingElse() {
    signIn(LOOKER);
    browser.find(".who", "looker · read · default");
    browser.press("c");
    browser.open("/timers?label=team:red&state=PENDING");
    browser.click("td a", "reminder-1");
    browser.find("h1", "reminder-1");
    assertThat(browser.has("button", "Create")).isFalse();
    assertThat(browser.has("button", "Cancel")).isFalse();
    assertThat(browser.has("nav a", "Nodes")).isFalse();
    browser.open("/timers?label=team:red");
    browser.find("td", "reminder-1");
    assertThat(browser.has("button", "Cancel all")).isFalse();
    browser.open("/destinations");
    browser.find("td", "billing");
    assertThat(browser.has("button", "Test")).isFalse();
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void schedulesArePausedAndTriggered() {
    signIn(OPS);
    browser.open("/schedules/standup");
    browser.find(".instants li", "");
    browser.click("button", "Trigger now");
    browser.find("[role=status]", "An extra occurrence is due now.");
    browser.find("td .state", "ELAPSED");
    browser.picture("console-schedule");
    browser.click("button", "Pause …");
    browser.click("dialog button", "Pause");
    browser.find("h1 .state", "PAUSED");
    browser.click("button", "Resume");
    browser.find("h1 .state", "ACTIVE");
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void endpointsAreTestedAndGivenNewSecrets() {
    signIn(OPS);
    browser.open("/destinations");
    browser.find("td", "emails");
    browser.click("td button", "Test");
    browser.find("[role=status]", "billing: answered");
    browser.click("td button", "New secret");
    browser.click("dialog button", "Replace");
    browser.find("dialog pre", "whsec_");
    assertThat(browser.barriers()).isEmpty();
    browser.escape();
    browser.findNone("dialog pre", "whsec_");
    assertThat(browser.complaints()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"light", "dark"})
  void everyPageCanBeUsedByEverybodyInEachTheme(String theme) {
    signIn(OPS);
    browser.run("localStorage.setItem('theme', '" + theme + "'); location.reload(); return true");
    for (String page :
        List.of(
            "/",
            "/timers",
            "/timers/reminder-7",
            "/deliveries",
            "/deliveries?state=PENDING",
            "/destinations",
            "/schedules",
            "/schedules/heartbeat",
            "/nodes",
            "/nothing")) {
      browser.open(page);
      browser.find("main", "");
      browser.findNone("main", "Loading");
      assertThat(browser.barriers()).as("%s in %s", page, theme).isEmpty();
    }
    browser.open("/timers?label=team:red");
    browser.find("td", "reminder-1");
    browser.picture("console-timers-" + theme);
    browser.press("?");
    browser.find("dialog", "Keys");
    assertThat(browser.barriers()).as("dialog in %s", theme).isEmpty();
    assertThat(browser.complaints()).isEmpty();
  }
}
