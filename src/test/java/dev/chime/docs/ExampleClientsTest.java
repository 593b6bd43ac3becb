package dev.chime.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.chime.ChimeApplication;
import dev.chime.docs.ExampleClient.Running;
import dev.chime.harness.ApiClient;
import dev.chime.harness.FaultyProxy;
import dev.chime.harness.FaultyProxy.Fault;
import dev.chime.harness.FaultyProxy.Seen;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;

/**
 * The clients among the examples do what the guide says, against a real server, over a way on which
 * requests are refused, dropped and cut. Those whose language is at hand do so at the same time.
 */
@Timeout(120)
class ExampleClientsTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String KEY = "of-the-clients";
  private static final String LIMITED_KEY = "of-a-limited-client";
  private static final String[] AUTHORIZATION = {"Authorization", "Bearer " + KEY};

  @TempDir private static Path folder;

  private static ConfigurableApplicationContext server;
  private static ApiClient api;

  @BeforeAll
  static void start() throws NoSuchAlgorithmException {
    server =
        SpringApplication.run(
            ChimeApplication.class,
            "--server.port=0",
            "--chime.data=" + folder.resolve("data"),
            "--chime.long-poll.max-wait=1s",
            "--chime.long-poll.default-wait=1s",
            "--chime.keys[0].name=client",
            "--chime.keys[0].role=write",
            "--chime.keys[0].hash=" + hash(KEY),
            "--chime.keys[1].name=limited",
            "--chime.keys[1].role=write",
            "--chime.keys[1].namespace=limited",
            "--chime.keys[1].hash=" + hash(LIMITED_KEY),
            "--chime.quotas.namespaces.limited.creates-per-second=1");
    api = ApiClient.of(server);
  }

  private static String hash(String key) throws NoSuchAlgorithmException {
    return HexFormat.of()
        .formatHex(
            MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8)));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  /** What a client has to do. */
  private interface Scenario {
    void play(ExampleClient client, FaultyProxy way, String url);
  }

  /** A test for each client; they run at the same time, since most of the time they wait. */
  private static Stream<DynamicTest> withEach(Scenario scenario) {
    ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    List<DynamicTest> tests = new ArrayList<>();
    for (ExampleClient client : ExampleClient.values()) {
      CompletableFuture<Void> done =
          client.isAtHand()
              ? CompletableFuture.runAsync(() -> play(scenario, client), threads)
              : CompletableFuture.completedFuture(null);
      tests.add(
          dynamicTest(
              client.name(),
              () -> {
                assumeTrue(client.isAtHand(), "its language is not at hand");
                done.get();
              }));
    }
    return tests.stream();
  }

  private static void play(Scenario scenario, ExampleClient client) {
    try (FaultyProxy way = new FaultyProxy(ApiClient.portOf(server))) {
      scenario.play(client, way, "http://localhost:" + way.port());
    }
  }

  private static String name(ExampleClient client) {
    return client.name().toLowerCase(Locale.ROOT);
  }

  @TestFactory
  Stream<DynamicTest> aTimerIsCreatedOnceHoweverOftenThatIsTried() {
    return withEach(
        (client, way, url) -> {
          way.next("POST /timers", Fault.REFUSED, Fault.LOST, Fault.DROPPED);
          String body =
              "{\"delay\": \"1h\", \"labels\": {\"client\": \"%s\"}}".formatted(name(client));
          List<String> ids = client.run(url, KEY, "create", body, "key-of-" + name(client));
          List<Seen> tries = way.seen("POST /timers");
          assertThat(tries.stream().map(Seen::status)).containsExactly(503, 0, 0, 201);
          assertThat(tries.stream().map(each -> each.header("Idempotency-Key")).distinct())
              .hasSize(1);
          assertThat(Duration.ofNanos(tries.get(1).nanoTime() - tries.get(0).nanoTime()))
              .as("Retry-After: 1")
              .isGreaterThanOrEqualTo(Duration.ofSeconds(1));
          JsonNode timers =
              api.get("/timers?label=client:" + name(client), AUTHORIZATION)
                  .json()
                  .required("timers");
          assertThat(timers.valueStream().map(timer -> timer.required("id").asString()))
              .containsExactlyElementsOf(ids);
        });
  }

  @TestFactory
  Stream<DynamicTest> whatIsTooMuchForAQuotaIsTriedLater() {
    return withEach(
        (client, way, url) -> {
          for (int i = 0; i < 3; i++) {
            String key = name(client) + i;
            assertThat(client.run(url, LIMITED_KEY, "create", "{\"delay\": \"1h\"}", key))
                .hasSize(1);
          }
          assertThat(way.seen("POST /timers").stream().map(Seen::status).filter(s -> s != 429))
              .containsExactly(201, 201, 201);
          assertThat(way.seen("POST /timers").stream().map(Seen::status)).contains(429);
        });
  }

  @TestFactory
  Stream<DynamicTest> anOutcomeIsWaitedForWhateverBreaks() {
    return withEach(
        (client, way, url) -> {
          String id = "waited-for-by-" + name(client);
          api.put(id, "{\"delay\": \"8s\"}", AUTHORIZATION);
          way.next("GET /timers/" + id, Fault.LOST, Fault.REFUSED, Fault.DROPPED);
          assertThat(client.run(url, KEY, "wait", id)).containsExactly("ELAPSED");
          assertThat(way.seen("GET /timers/" + id).stream().map(Seen::status))
              .startsWith(0, 503, 0, 200)
              .hasSizeGreaterThan(4);
        });
  }

  @TestFactory
  Stream<DynamicTest> aStreamGoesOnAfterItWasCut() {
    return withEach(
        (client, way, url) -> {
          way.next("GET /timers/events", Fault.REFUSED, Fault.CUT);
          String label = "stream:" + name(client);
          try (Running events = client.start(url, KEY, "events", label)) {
            await().atMost(PATIENCE).until(() -> way.seen("GET /timers/events").size() == 2);
            String labels = "\"labels\": {\"stream\": \"" + name(client) + "\"}";
            api.post("{\"delay\": \"0s\", \"payload\": \"first\", " + labels + "}", AUTHORIZATION);
            await().atMost(PATIENCE).until(() -> way.seen("GET /timers/events").size() == 3);
            api.post("{\"delay\": \"0s\", \"payload\": \"last\", " + labels + "}", AUTHORIZATION);
            await()
                .atMost(PATIENCE)
                .untilAsserted(
                    () ->
                        assertThat(events.lines())
                            .containsExactly(
                                "created first", "elapsed first", "created last", "elapsed last"));
          }
          assertThat(way.seen("GET /timers/events").stream().map(s -> s.header("Last-Event-ID")))
              .satisfiesExactly(
                  id -> assertThat(id).isEmpty(),
                  id -> assertThat(id).isEmpty(),
                  id -> assertThat(id).isNotEmpty());
        });
  }

  @TestFactory
  Stream<DynamicTest> workIsDoneExtendedGivenBackAndSettled() {
    return withEach(
        (client, way, url) -> {
          String queue = "work-of-" + name(client);
          for (String payload : List.of("good", "bad", "slow")) {
            api.put(
                queue + "-" + payload,
                "{\"delay\": \"0s\", \"payload\": \"%s\", \"deliver\": {\"queue\": \"%s\"}}"
                    .formatted(payload, queue),
                AUTHORIZATION);
          }
          way.next("POST /queues", Fault.REFUSED, Fault.DROPPED);
          way.next("POST /deliveries", Fault.LOST);
          try (Running worker = client.start(url, KEY, "work", queue)) {
            await()
                .atMost(PATIENCE)
                .untilAsserted(
                    () ->
                        assertThat(deliveries(queue))
                            .as("%s", worker.lines())
                            .containsExactlyInAnyOrder(
                                "good DELIVERED 1", "bad DELIVERED 2", "slow DELIVERED 1"));
            assertThat(worker.lines()).contains("good 1", "bad 1", "bad 2", "slow 1");
          }
          assertThat(way.seen("POST /queues").stream().map(Seen::status)).startsWith(503, 0, 200);
          assertThat(way.seen("POST /deliveries").stream().map(Seen::line))
              .anyMatch(line -> line.endsWith("/extend"));
        });
  }

  private static List<String> deliveries(String queue) {
    return api.get("/deliveries?queue=" + queue, AUTHORIZATION)
        .json()
        .required("deliveries")
        .valueStream()
        .map(
            each ->
                "%s %s %d"
                    .formatted(
                        each.at("/timer/payload").asString(),
                        each.required("state").asString(),
                        each.required("attempts").asInt()))
        .toList();
  }
}
