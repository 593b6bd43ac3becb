package dev.chime.chaos;

import dev.chime.deliverychecks.DeliveryChecks;
import dev.chime.harness.ApiClient;
import dev.chime.harness.ApiClient.Response;
import dev.chime.harness.Cluster;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Clients of all nodes of a cluster, which create, reschedule, cancel and wait, each request
 * through any node, whatever happens to the nodes.
 */
final class ChaosClients {

  private static final int CLIENTS = 24;
  private static final int LATEST_MILLIS = 4_000;
  private static final DateTimeFormatter MILLIS =
      new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

  private final Cluster cluster;
  private final Queue<ChaosTimer> timers = new ConcurrentLinkedQueue<>();
  private final List<Thread> threads = new ArrayList<>();
  private final AtomicLong unanswered = new AtomicLong();
  private final AtomicLong requests = new AtomicLong();
  private volatile boolean ending;

  ChaosClients(Cluster cluster, SplittableRandom random) {
    this.cluster = cluster;
    for (int i = 0; i < CLIENTS; i++) {
      int number = i;
      SplittableRandom mine = random.split();
      threads.add(Thread.ofVirtual().start(() -> work(number, mine)));
    }
  }

  /** Lets them finish what they are at, which they can when all nodes are well. */
  List<ChaosTimer> finish() throws InterruptedException {
    ending = true;
    for (Thread thread : threads) {
      thread.join();
    }
    return List.copyOf(timers);
  }

  long requests() {
    return requests.get();
  }

  /** Requests that a failing node or database has left without an answer, or with a refusal. */
  long unanswered() {
    return unanswered.get();
  }

  private void work(int client, SplittableRandom random) {
    for (int i = 0; !ending; i++) {
      String deliver = random.nextBoolean() ? DeliveryChecks.anyDestination(random) : null;
      ChaosTimer timer = new ChaosTimer("chaos-" + client + "-" + i, deliver);
      timers.add(timer);
      try {
        workWith(timer, random);
      } catch (AssertionError e) { // an answer that breaks the contract
        timer.isViolated(e.toString());
      }
    }
  }

  private void workWith(ChaosTimer timer, SplittableRandom random) {
    int delay = random.nextInt(8) == 0 ? 3_600_000 : random.nextInt(LATEST_MILLIS);
    String body = timer.request(delay);
    timer.created(insist(random, client -> client.put(timer.id(), body)));
    if (random.nextInt(4) == 0) {
      String later =
          MILLIS.format(Instant.parse(timer.deadline()).plusMillis(random.nextInt(1, 2_000)));
      timer.rescheduling(later);
      timer.rescheduled(
          attempt(random, client -> client.patch(timer.id(), "{\"at\":\"" + later + "\"}")));
    }
    switch (random.nextInt(5)) {
      case 0 -> {
        timer.cancelling();
        timer.seen(attempt(random, client -> client.delete(timer.id())));
      }
      case 3 -> cancelAtDeadline(timer, random);
      case 1, 2 -> await(timer, random);
      default -> {}
    }
  }

  /** Cancels a timer a little before it is due, or after, as soon as any node takes that. */
  private void cancelAtDeadline(ChaosTimer timer, SplittableRandom random) {
    if (!timer.isFar()) {
      Instant time = Instant.parse(timer.deadline()).plusMillis(random.nextInt(-20, 100));
      LockSupport.parkNanos(Duration.between(Instant.now(), time).toNanos());
      timer.cancelling();
      timer.seen(insist(random, client -> client.delete(timer.id())));
    }
  }

  private void await(ChaosTimer timer, SplittableRandom random) {
    String path = "/timers/" + timer.id() + "?wait=" + (timer.isFar() ? "100ms" : "5s");
    do {
      timer.seen(insist(random, client -> client.get(path)));
    } while (!timer.isFar() && !timer.hasOutcome());
  }

  /** Asks one node after the other until one answers. */
  private Response insist(SplittableRandom random, Function<ApiClient, Response> request) {
    while (true) {
      Response answer = attempt(random, request);
      if (answer != null) {
        return answer;
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
  }

  /** Asks a node; null if there is no knowing what has become of the request. */
  private @Nullable Response attempt(
      SplittableRandom random, Function<ApiClient, Response> request) {
    requests.incrementAndGet();
    try {
      Response answer = request.apply(cluster.client(random.nextInt(cluster.size())));
      if (answer.status() != 503) {
        return answer;
      }
    } catch (UncheckedIOException e) {
      // dead, halted or cut off
    }
    unanswered.incrementAndGet();
    return null;
  }
}
