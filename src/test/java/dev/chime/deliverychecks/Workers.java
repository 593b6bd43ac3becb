package dev.chime.deliverychecks;

import dev.chime.contract.Contract;
import dev.chime.harness.ApiClient;
import dev.chime.harness.ApiClient.Response;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Workers of some queues. They ack, give back, extend, come too late, and drop what they hold as if
 * they had died, whatever happens to the servers meanwhile.
 */
final class Workers {

  /** What they claim from. */
  static final List<String> QUEUES = List.of("work-a", "work-b");

  private static final int WORKERS = 8;
  private static final List<Duration> LEASES =
      List.of(Duration.ofSeconds(1), Duration.ofSeconds(2));
  private static final Duration EXTENDED = Duration.ofSeconds(3); // later than any lease ends
  private static final JsonNode NONE = Contract.JSON.createObjectNode();

  private final Function<SplittableRandom, ApiClient> servers;
  private final DeliveryLog log;
  private final List<Thread> threads = new ArrayList<>();
  private final AtomicInteger dropped = new AtomicInteger();
  private volatile boolean behave;
  private volatile boolean ending;

  /**
   * Workers that have started.
   *
   * @param servers gives a client of any server; it may be dead
   */
  Workers(Function<SplittableRandom, ApiClient> servers, DeliveryLog log, SplittableRandom random) {
    this.servers = servers;
    this.log = log;
    for (int i = 0; i < WORKERS; i++) {
      SplittableRandom mine = random.split();
      threads.add(Thread.ofVirtual().start(() -> work(mine)));
    }
  }

  /** From now on they ack all that they are given. */
  void recover() {
    behave = true;
  }

  /** Has them claim no more. */
  void end() {
    ending = true;
  }

  void finish() throws InterruptedException {
    end();
    for (Thread thread : threads) {
      thread.join();
    }
  }

  /** How many leases they have left to end. */
  int dropped() {
    return dropped.get();
  }

  private void work(SplittableRandom random) {
    while (!ending) {
      try {
        carryOut(claim(random), random);
      } catch (AssertionError e) { // an answer that the contract does not know
        log.isViolated(e.toString());
      }
    }
  }

  private List<Lease> claim(SplittableRandom random) {
    String queue = QUEUES.get(random.nextInt(QUEUES.size()));
    Duration length = LEASES.get(random.nextInt(LEASES.size()));
    int max = random.nextInt(1, 20);
    String path = "/queues/%s/claim?max=%d&lease=%s&wait=1s".formatted(queue, max, length);
    Response answer = attempt(random, client -> client.send("POST", path, BodyPublishers.noBody()));
    if (answer == null) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20)); // before another server is asked
      return List.of();
    }
    Instant now = Instant.now();
    if (answer.status() != 200) {
      log.isViolated("a claim was answered with " + answer);
      return List.of();
    }
    List<Lease> claimed = new ArrayList<>();
    for (JsonNode each : answer.json().required("deliveries")) {
      claimed.add(new Lease(each, length, now));
    }
    if (claimed.size() > max) {
      log.isViolated("more were given out than " + path + " has asked for");
    }
    claimed.forEach(log::received);
    return claimed;
  }

  private void carryOut(List<Lease> claimed, SplittableRandom random) {
    for (int i = 0; i < claimed.size(); i++) {
      Lease lease = claimed.get(i);
      switch (behave ? Integer.MAX_VALUE : random.nextInt(20)) {
        case 0 -> { // it dies
          dropped.addAndGet(claimed.size() - i);
          return;
        }
        case 1, 2 -> nack(lease, random);
        case 3, 4 -> {
          extend(lease, random);
          ack(lease, random);
        }
        case 5 -> {
          pauseUntil(lease.earliestEnd().plusMillis(random.nextInt(500)));
          ack(lease, random);
        }
        case 6, 7 -> {
          ackAll(claimed.subList(i, claimed.size()), random);
          return;
        }
        default -> ack(lease, random);
      }
    }
  }

  private static void pauseUntil(Instant time) {
    LockSupport.parkNanos(Duration.between(Instant.now(), time).toNanos());
  }

  /** Says that the work is done, and once more if there is no answer. */
  private void ack(Lease lease, SplittableRandom random) {
    Response answer = settle(lease, "ack", "", random);
    log(lease.acked(status(answer), body(answer)));
    if (answer == null && random.nextBoolean()) {
      Response again = settle(lease, "ack", "", random);
      log(lease.acked(status(again), body(again)));
    }
  }

  private void nack(Lease lease, SplittableRandom random) {
    int delay = random.nextInt(500);
    Response answer = settle(lease, "nack", ",\"delay\":\"" + delay + "ms\"", random);
    log(lease.nacked(status(answer), body(answer)));
  }

  private void extend(Lease lease, SplittableRandom random) {
    Response answer = settle(lease, "extend", ",\"lease\":\"" + EXTENDED + "\"", random);
    log(lease.extended(status(answer), body(answer)));
  }

  private @Nullable Response settle(
      Lease lease, String what, String more, SplittableRandom random) {
    String body = "{\"token\":\"" + lease.token() + "\"" + more + "}";
    return attempt(
        random,
        client -> client.send("POST", "/deliveries/" + lease.delivery() + "/" + what, body));
  }

  private void ackAll(List<Lease> leases, SplittableRandom random) {
    String acks =
        leases.stream()
            .map(
                each -> "{\"id\":\"%s\",\"token\":\"%s\"}".formatted(each.delivery(), each.token()))
            .collect(Collectors.joining(","));
    Response answer =
        attempt(
            random, client -> client.send("POST", "/deliveries/ack", "{\"acks\":[" + acks + "]}"));
    if (answer == null) {
      leases.forEach(each -> each.acked(0, NONE));
      return;
    }
    Iterator<JsonNode> results = answer.json().required("results").iterator();
    for (Lease each : leases) {
      JsonNode result = results.next();
      log(each.acked(result.required("status").asInt(), result.path("problem")));
    }
  }

  private void log(@Nullable String violation) {
    if (violation != null) {
      log.isViolated(violation);
    }
  }

  private static int status(@Nullable Response answer) {
    return answer == null ? 0 : answer.status();
  }

  private static JsonNode body(@Nullable Response answer) {
    return answer == null ? NONE : answer.json();
  }

  /** Asks a server; null if there is no knowing what has become of the request. */
  private @Nullable Response attempt(
      SplittableRandom random, Function<ApiClient, Response> request) {
    try {
      Response answer = request.apply(servers.apply(random));
      return answer.status() == 503 ? null : answer;
    } catch (UncheckedIOException e) { // dead, halted or cut off
      return null;
    }
  }
}
