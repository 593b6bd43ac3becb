package dev.chime.web;

import static dev.chime.web.ProblemAssertions.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chime.async.Executor;
import dev.chime.delivery.Attempt;
import dev.chime.delivery.DeliveryId;
import dev.chime.delivery.DeliveryStore;
import dev.chime.delivery.Lane;
import dev.chime.delivery.Settlement;
import dev.chime.harness.ApiClient;
import dev.chime.harness.ApiClient.Response;
import dev.chime.harness.ApiTest;
import dev.chime.timer.Destination;
import dev.chime.timer.Due;
import dev.chime.timer.Namespace;
import dev.chime.timer.TimerDraft;
import dev.chime.timer.service.TimerService;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** Deliveries are listed, looked into, and tried again. */
@ApiTest
class DeliveryListTest {

  private static final AtomicInteger QUEUES = new AtomicInteger();

  @LocalServerPort private int port;
  @Autowired private TimerService timers;
  @Autowired private DeliveryStore store;
  private ApiClient client;

  private final String queue = "listed-" + QUEUES.incrementAndGet();
  private final Lane lane = new Lane(Namespace.DEFAULT, new Destination.Queue(queue));

  @BeforeEach
  void connect() {
    client = new ApiClient(port);
  }

  /** Has timers elapse whose deliveries are given up at the first attempt. */
  private List<String> dead(int count) throws InterruptedException {
    TimerDraft draft =
        new TimerDraft(new Due.After(Duration.ZERO), null, null, Map.of(), lane.destination());
    for (int i = 0; i < count; i++) {
      Executor.blockOn(timers.create(Namespace.DEFAULT, draft));
    }
    List<String> ids = new ArrayList<>();
    while (ids.size() < count) {
      client
          .send(
              "POST",
              "/queues/" + queue + "/claim?max=100&wait=20s&lease=1h",
              BodyPublishers.noBody())
          .json()
          .required("deliveries")
          .forEach(each -> ids.add(kill(each)));
    }
    return ids;
  }

  private String kill(JsonNode claimed) {
    String id = claimed.required("id").asString();
    Settlement dead =
        new Settlement(
            new DeliveryId(Namespace.DEFAULT, id),
            claimed.required("token").asString(),
            new Settlement.Result.Dead(),
            new Attempt(1, Instant.EPOCH, Duration.ofMillis(12), 500, "oops", "status 500"));
    try {
      Executor.blockOn(store.settle(List.of(dead), Instant.now()));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    return id;
  }

  private Response post(String path) {
    return client.send("POST", path, BodyPublishers.noBody());
  }

  private List<String> listed(String query) {
    return client
        .get("/deliveries?queue=" + queue + query)
        .json()
        .required("deliveries")
        .valueStream()
        .map(each -> each.required("id").asString())
        .toList();
  }

  @Test
  void theyAreListedByStateAPageAtATime() throws InterruptedException {
    List<String> ids = dead(5).stream().sorted().toList();
    assertThat(listed("")).isEqualTo(ids);
    assertThat(listed("&state=DEAD")).isEqualTo(ids);
    assertThat(listed("&state=PENDING&state=LEASED")).isEmpty();
    List<String> paged = new ArrayList<>();
    String cursor = "";
    do {
      JsonNode page = client.get("/deliveries?queue=" + queue + "&limit=2" + cursor).json();
      page.required("deliveries").forEach(each -> paged.add(each.required("id").asString()));
      cursor = page.has("next") ? "&cursor=" + page.required("next").asString() : null;
    } while (cursor != null);
    assertThat(paged).isEqualTo(ids);
  }

  @Test
  void oneIsShownWithItsAttempts() throws InterruptedException {
    Response one = client.get("/deliveries/" + dead(1).getFirst());
    assertThat(one.text("state")).isEqualTo("DEAD");
    assertThat(one.json().has("deadAt")).isTrue();
    JsonNode attempt = one.json().at("/history/0");
    assertThat(attempt.required("attempt").asInt()).isEqualTo(1);
    assertThat(attempt.required("tookMs").asInt()).isEqualTo(12);
    assertThat(attempt.required("status").asInt()).isEqualTo(500);
    assertThat(attempt.required("answer").asString()).isEqualTo("oops");
  }

  @Test
  void aDeadOneIsTriedAgain() throws InterruptedException {
    String id = dead(1).getFirst();
    assertThat(post("/deliveries/" + id + "/retry").text("state")).isEqualTo("PENDING");
    JsonNode again = post("/queues/" + queue + "/claim?wait=20s").json().at("/deliveries/0");
    assertThat(again.required("id").asString()).isEqualTo(id);
    assertThat(post("/deliveries/" + id + "/retry").text("state")).isEqualTo("LEASED");
  }

  @Test
  void allThatMatchAreTriedAgain() throws InterruptedException {
    dead(5);
    String since = "&since=" + Instant.now().plusSeconds(60);
    assertThat(retried("?queue=" + queue + since)).isZero();
    assertThat(retried("?queue=" + queue + "&state=PENDING")).isZero();
    assertThat(retried("?queue=" + queue)).isEqualTo(5);
    assertThat(retried("?queue=" + queue)).isZero();
    assertThat(listed("&state=PENDING")).hasSize(5);
  }

  private int retried(String query) {
    Response answer = post("/deliveries/retry" + query);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.json().required("retried").asInt();
  }

  @ParameterizedTest
  @CsvSource({
    "GET, ?state=GONE, state",
    "GET, ?state=dead, state",
    "GET, ?endpoint=a&queue=b, queue",
    "GET, ?endpoint=a%20b, endpoint",
    "GET, ?queue=, queue",
    "GET, ?limit=0, limit",
    "GET, ?limit=1001, limit",
    "GET, ?cursor=x, cursor",
    "GET, ?since=yesterday, since",
    "POST, /retry?state=LEASED, state",
    "POST, /retry?endpoint=a&queue=b, queue",
    "POST, /retry?since=1, since"
  })
  void whatBreaksARuleIsNamed(String method, String query, String field) {
    ProblemAssertions.assertProblem(
        client.send(method, "/deliveries" + query, BodyPublishers.noBody()), 400, field);
  }

  @Test
  void fromTheLastOneOnAndByTheBeginningsOfTheirIds() throws InterruptedException {
    List<String> ids = dead(3).stream().sorted().toList();
    String mine = "/deliveries?queue=" + queue;
    assertThat(idsAt(mine + "&order=asc")).isEqualTo(ids);
    assertThat(idsAt(mine + "&order=desc")).isEqualTo(ids.reversed());
    assertThat(idsAt(mine + "&order=desc&idPrefix=" + ids.get(1))).containsExactly(ids.get(1));
    String cursor =
        "&cursor=" + client.get("/deliveries?state=DEAD&order=desc&limit=1").text("next");
    assertProblem(client.get("/deliveries?state=DEAD" + cursor), 400, "cursor");
    assertProblem(client.get(mine + "&order=down"), 400, "order");
    assertProblem(client.get(mine + "&idPrefix=*"), 400, "idPrefix");
  }

  private List<String> idsAt(String path) {
    return client
        .get(path)
        .json()
        .required("deliveries")
        .valueStream()
        .map(each -> each.required("id").asString())
        .toList();
  }
}
