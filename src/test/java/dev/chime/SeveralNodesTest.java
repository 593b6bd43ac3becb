package dev.chime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.chime.harness.ApiClient;
import dev.chime.harness.ApiClient.Response;
import dev.chime.harness.EventReader;
import dev.chime.harness.EventReader.Event;
import dev.chime.harness.PostgresServer;
import dev.chime.harness.Scrape;
import dev.chime.store.postgres.DatabaseAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** Nodes over one database are one service: any of them answers. */
@Timeout(120)
class SeveralNodesTest {

  private static final List<ConfigurableApplicationContext> NODES = new ArrayList<>();

  private static String url = "";

  @BeforeAll
  static void start() {
    DatabaseAddress database = PostgresServer.newDatabase();
    url = database.url();
    for (int i = 0; i < 2; i++) {
      NODES.add(startOne());
    }
  }

  private static ConfigurableApplicationContext startOne() {
    return SpringApplication.run(
        ChimeApplication.class, "--server.port=0", "--spring.datasource.url=" + url);
  }

  @AfterAll
  static void stop() {
    NODES.forEach(ConfigurableApplicationContext::close);
  }

  private static int port(int node) {
    return ApiClient.portOf(NODES.get(node));
  }

  private static ApiClient node(int node) {
    return ApiClient.of(NODES.get(node));
  }

  /** Of a request that has been parked for certain, since nothing else can have been its answer. */
  private static CompletableFuture<Response> parked(int node, String id) {
    CompletableFuture<Response> answer = node(node).getAsync("/timers/" + id);
    assertThat(node(node).get("/timers/" + id + "?wait=200ms").text("state")).isEqualTo("PENDING");
    assertThat(answer).isNotDone();
    return answer;
  }

  @Test
  void whatOneCreatesTheOtherHas() {
    Response created = node(0).post("{\"delay\":\"1h\",\"payload\":{\"a\":[1]}}");
    Response found = node(1).get("/timers/" + created.text("id") + "?wait=0");
    assertThat(found.json().required("payload")).isEqualTo(created.json().required("payload"));
    assertThat(found.header("ETag")).isEqualTo(created.header("ETag"));
  }

  @Test
  void aWaiterHearsOfACancellationThroughAnotherNode() {
    String id = node(0).create("{\"delay\":\"1h\"}");
    CompletableFuture<Response> waiting = parked(1, id);
    node(0).delete(id);
    assertThat(waiting.join().text("state")).isEqualTo("CANCELLED");
  }

  @Test
  void aWaiterIsAnsweredWhenTheTimerElapses() {
    Response created = node(0).post("{\"delay\":\"1s\"}");
    Response answer = parked(1, created.text("id")).join();
    assertThat(answer.text("state")).isEqualTo("ELAPSED");
    assertThat(Instant.parse(answer.text("elapsedAt")))
        .isAfterOrEqualTo(Instant.parse(created.text("deadline")));
    assertThat(node(0).get("/timers/" + created.text("id")).text("elapsedAt"))
        .isEqualTo(answer.text("elapsedAt"));
  }

  @Test
  void aWaiterHearsOfARescheduleThroughAnotherNode() {
    String id = node(0).create("{\"delay\":\"1h\"}");
    CompletableFuture<Response> waiting = parked(1, id);
    node(0).patch(id, "{\"delay\":\"300ms\"}");
    assertThat(waiting.join().text("state")).isEqualTo("ELAPSED");
  }

  @Test
  void theTimersOfANodeThatIsGoneElapseOnTheOthers() {
    String id;
    try (ConfigurableApplicationContext other = startOne()) {
      id = ApiClient.of(other).create("{\"delay\":\"3s\"}");
    }
    assertThat(node(0).get("/timers/" + id + "?wait=0").text("state")).isEqualTo("PENDING");
    await() // without a wait, which would have the node arm it
        .atMost(Duration.ofSeconds(30))
        .until(() -> node(0).get("/timers/" + id + "?wait=0").text("state").equals("ELAPSED"));
  }

  @Test
  void theyKnowOfEachOtherAndShareTheTimers() {
    for (int node = 0; node < 2; node++) {
      ApiClient client = node(node);
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> Scrape.of(client).value("chime_nodes_live") == 2);
      node(node).create("{\"delay\":\"1h\"}");
      Scrape scrape = Scrape.of(client);
      assertThat(scrape.lines()).anyMatch(line -> line.startsWith("chime_nodes_share 0."));
      assertThat(scrape.lines()).anyMatch(line -> line.startsWith("chime_node_info{node="));
      assertThat(scrape.value("chime_notifications_sent_total")).isPositive();
      assertThat(scrape.value("chime_notifications_received_total")).isPositive();
    }
  }

  @Test
  void oneThatEndsIsGoneForTheOthersAtOnce() {
    long before = Scrape.of(node(0)).value("chime_nodes_takeovers_total");
    try (ConfigurableApplicationContext other = startOne()) {
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> Scrape.of(node(0)).value("chime_nodes_live") == 3);
      assertThat(other.isRunning()).isTrue();
    }
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> Scrape.of(node(0)).value("chime_nodes_live") == 2);
    assertThat(Scrape.of(node(0)).value("chime_nodes_takeovers_total")).isEqualTo(before + 1);
  }

  @Test
  void eventsOfOneNodeAreReadOnTheOtherAndResumedOnEither() throws Exception {
    String follow = "/timers/events?label=test:several-nodes";
    String body = "{\"delay\":\"1h\",\"labels\":{\"test\":\"several-nodes\"}}";
    List<String> ids = Stream.of("event-0", "event-1").toList();
    String resume;
    try (EventReader reader = new EventReader(port(1), follow, null)) {
      node(0).put(ids.get(0), body);
      node(1).put(ids.get(1), body);
      node(1).patch(ids.get(0), "{\"payload\":1}");
      List<Event> events = List.of(reader.next(), reader.next(), reader.next());
      assertThat(events).extracting(Event::name).containsExactly("created", "created", "updated");
      assertThat(events)
          .extracting(event -> event.data().required("id").asString())
          .containsExactly(ids.get(0), ids.get(1), ids.get(0));
      resume = events.getFirst().id();
    }
    node(0).delete(ids.get(1));
    for (int node = 0; node < 2; node++) {
      try (EventReader reader = new EventReader(port(node), follow, resume)) {
        assertThat(List.of(reader.next(), reader.next(), reader.next()))
            .extracting(Event::name)
            .containsExactly("created", "updated", "cancelled");
      }
    }
  }
}
