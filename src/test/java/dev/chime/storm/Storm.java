package dev.chime.storm;

import static org.awaitility.Awaitility.await;

import dev.chime.harness.ApiClient;
import dev.chime.harness.ApiClient.Response;
import dev.chime.harness.Scrape;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Clients that create timers with delays of 0.5 to 5 s and cancel a third of them, half of these at
 * any moment and half right about the deadline. Before it all begins a crowd is parked, ten on each
 * of the first timers.
 */
final class Storm {

  private static final int WAITERS_PER_TIMER = 10;

  /** The time in which the crowd can be parked before the storm begins. */
  private static final Duration PREPARATION = Duration.ofSeconds(2);

  private static final int SOONEST = 500;
  private static final int LATEST = 5_000;
  private static final int CREATES_AT_ONCE = 32;

  /** An answer, and when it came. */
  record Heard(Response answer, Instant at) {}

  /** A timer as its clients know it. */
  static final class Tracked {
    final String id;
    final Instant deadline;
    final List<CompletableFuture<Heard>> waiting = new ArrayList<>();
    final @Nullable CompletableFuture<Response> cancel;

    private Tracked(ApiClient client, Response created, @Nullable Integer cancelBeforeDeadline) {
      id = created.text("id");
      deadline = Instant.parse(created.text("deadline"));
      cancel = cancelBeforeDeadline == null ? null : cancel(client, cancelBeforeDeadline);
    }

    private CompletableFuture<Response> cancel(ApiClient client, int beforeDeadline) {
      long wait = Duration.between(Instant.now(), deadline).toMillis() - beforeDeadline;
      return CompletableFuture.supplyAsync(
              () -> "/timers/" + id,
              CompletableFuture.delayedExecutor(Math.max(0, wait), TimeUnit.MILLISECONDS))
          .thenCompose(path -> client.sendAsync("DELETE", path, BodyPublishers.noBody()));
    }

    private void park(ApiClient client) {
      for (int i = 0; i < WAITERS_PER_TIMER; i++) {
        waiting.add(
            client
                .getAsync("/timers/" + id + "?wait=60s")
                .thenApply(answer -> new Heard(answer, Instant.now())));
      }
    }
  }

  private final ApiClient client;
  private final SplittableRandom random;
  private final List<Tracked> timers = new ArrayList<>();

  Storm(ApiClient client, long seed) {
    this.client = client;
    this.random = new SplittableRandom(seed);
  }

  /**
   * Runs its course; every timer's deadline and every request is over then.
   *
   * @param count how many timers, at least
   * @param parked the size of the crowd
   */
  List<Tracked> run(int count, int parked) {
    Instant begin = parkCrowd(parked, PREPARATION);
    await().atMost(Duration.ofMinutes(1)).until(() -> Instant.now().isAfter(begin));
    create(Math.max(0, count - timers.size()), delay -> "{\"delay\":\"" + delay + "ms\"}");
    timers.forEach(Storm::join);
    await().atMost(Duration.ofSeconds(30)).until(() -> Scrape.of(client).pendingTimers() == 0);
    return List.copyOf(timers);
  }

  /** Parks the crowd, all at once; again and with more time if the machine is too slow. */
  private Instant parkCrowd(int size, Duration preparation) {
    Instant begin = Instant.now().plus(preparation);
    List<Tracked> crowded =
        create(size / WAITERS_PER_TIMER, delay -> "{\"at\":\"" + begin.plusMillis(delay) + "\"}");
    crowded.forEach(timer -> timer.park(client));
    boolean allAtOnce =
        await()
                .atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofMillis(50))
                .until(
                    () -> Scrape.of(client).value("chime_waiters"),
                    waiters -> waiters == size || Instant.now().isAfter(begin.plusMillis(SOONEST)))
            == size;
    if (allAtOnce) {
      return begin;
    }
    crowded.forEach(Storm::join);
    return parkCrowd(size, preparation.multipliedBy(2));
  }

  private static void join(Tracked timer) {
    timer.waiting.forEach(Storm::join);
    if (timer.cancel != null) {
      join(timer.cancel);
    }
  }

  private static <T> T join(CompletableFuture<T> future) {
    return future.orTimeout(60, TimeUnit.SECONDS).join();
  }

  private List<Tracked> create(int count, IntFunction<String> body) {
    Semaphore room = new Semaphore(CREATES_AT_ONCE);
    List<CompletableFuture<Tracked>> creations = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int delay = random.nextInt(SOONEST, LATEST + 1);
      Integer cancelBeforeDeadline =
          switch (random.nextInt(6)) {
            case 0 -> random.nextInt(delay);
            case 1 -> random.nextInt(-20, 20);
            default -> null;
          };
      room.acquireUninterruptibly();
      creations.add(
          client
              .sendAsync(
                  "POST",
                  "/timers",
                  BodyPublishers.ofString(body.apply(delay)),
                  "Content-Type",
                  "application/json")
              .thenApply(answer -> new Tracked(client, answer, cancelBeforeDeadline))
              .whenComplete((done, failure) -> room.release()));
    }
    List<Tracked> created = creations.stream().map(Storm::join).toList();
    timers.addAll(created);
    return created;
  }
}
