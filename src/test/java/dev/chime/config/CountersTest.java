package dev.chime.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.chime.async.Executor;
import dev.chime.async.ShardStats;
import dev.chime.harness.ApiClient;
import dev.chime.harness.ApiClient.Response;
import dev.chime.harness.ApiTest;
import dev.chime.harness.Scrape;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** The counters are exact: after a storm of creates, waits and cancels they add up. */
@ApiTest
class CountersTest {

  private static final int CLIENTS = 16;
  private static final int TIMERS = 50;

  @LocalServerPort private int port;
  @Autowired private Executor executor;
  private ApiClient client;

  private final LongAdder created = new LongAdder();
  private final LongAdder cancelled = new LongAdder();
  private final ConcurrentLinkedQueue<String> pending = new ConcurrentLinkedQueue<>();

  @BeforeEach
  void connect() {
    client = new ApiClient(port);
  }

  @Test
  void afterAStormTheyAddUp() throws InterruptedException {
    Scrape before = quietScrape();
    ShardStats statsBefore = stats();
    List<Thread> clients = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      SplittableRandom random = new SplittableRandom(i);
      clients.add(Thread.ofVirtual().start(() -> storm(random)));
    }
    for (Thread thread : clients) {
      thread.join();
    }
    Scrape after = quietScrape();

    long elapsed = created.sum() - cancelled.sum() - pending.size();
    assertThat(created.sum()).isEqualTo(CLIENTS * TIMERS);
    assertThat(delta("chime_timers_created_total", before, after)).isEqualTo(created.sum());
    assertThat(delta("chime_timers_cancelled_total", before, after)).isEqualTo(cancelled.sum());
    assertThat(delta("chime_timers_elapsed_total", before, after)).isEqualTo(elapsed);
    assertThat(delta("chime_timer_lateness_seconds_count", before, after)).isEqualTo(elapsed);
    assertThat(delta("chime_tasks_failed_total", before, after)).isZero();
    assertThat(delta("chime_tasks_pending", before, after)).isEqualTo(pending.size());
    assertThat(delta("chime_timers_armed", before, after)).isEqualTo(pending.size());
    assertThat(after.pendingTimers() - before.pendingTimers()).isEqualTo(pending.size());
    assertThat(after.value("chime_waiters")).isZero();

    ShardStats stats = stats();
    assertThat(stats.spawned())
        .isEqualTo(stats.pending() + stats.completed() + stats.failed() + stats.cancelled());
    assertThat(stats.completed() - statsBefore.completed())
        .isEqualTo(delta("chime_tasks_completed_total", before, after));
    assertThat(stats.polled()).isGreaterThanOrEqualTo(stats.completed() + stats.woken() / 2);
    pending.forEach(client::delete);
  }

  /** Timers that elapse, are cancelled or stay, some waited for, some by a client who gives up. */
  private void storm(SplittableRandom random) {
    for (int i = 0; i < TIMERS; i++) {
      boolean stays = random.nextInt(4) == 0;
      String id =
          client.create("{\"delay\":\"" + (stays ? "4m" : random.nextInt(30) + "ms") + "\"}");
      created.increment();
      if (stays && random.nextBoolean()) {
        assertThat(client.get("/timers/" + id + "?wait=5ms").text("state")).isEqualTo("PENDING");
      }
      if (!stays && random.nextBoolean()) {
        assertThat(client.get("/timers/" + id).text("state")).isEqualTo("ELAPSED");
      }
      if (random.nextBoolean()) {
        Response answer = client.delete(id);
        stays = false;
        if (answer.text("state").equals("CANCELLED")) {
          cancelled.increment();
        }
      }
      if (stays) {
        pending.add(id);
      }
    }
  }

  /**
   * The counters once nothing is on its way any more: all tasks are timers, or the one that purges.
   */
  private Scrape quietScrape() {
    return await()
        .until(
            () -> Scrape.of(client),
            scrape ->
                scrape.value("chime_waiters") == 0
                    && scrape.value("chime_tasks_pending")
                        == scrape.pendingTimers() + Scrape.OWN_TASKS
                    && scrape.value("chime_timers_armed")
                        == scrape.pendingTimers() + Scrape.OWN_TIMERS);
  }

  private ShardStats stats() {
    return executor.stats().stream().reduce(ShardStats::plus).orElseThrow();
  }

  private static long delta(String sample, Scrape before, Scrape after) {
    return after.value(sample) - before.value(sample);
  }
}
