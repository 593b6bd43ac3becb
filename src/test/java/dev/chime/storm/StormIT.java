package dev.chime.storm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.chime.harness.ApiClient;
import dev.chime.harness.ApiClient.Response;
import dev.chime.harness.Scrape;
import dev.chime.harness.ServerProcess;
import dev.chime.storm.Storm.Heard;
import dev.chime.storm.Storm.Tracked;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The packaged server from its start to its end, with a storm in between. Small by default; {@code
 * ./mvnw verify -Dchime.storm=full} lets loose 10,000 timers and 2,000 parked requests.
 */
@Timeout(180)
class StormIT {

  private static final Logger LOG = System.getLogger(StormIT.class.getName());

  private static final boolean FULL = "full".equals(System.getProperty("chime.storm"));
  private static final int TIMERS = FULL ? 10_000 : 1_000;
  private static final int PARKED = FULL ? 2_000 : 300;

  /** A thread that spins would use all of a window. */
  private static final Duration WINDOW = Duration.ofSeconds(2);

  private static final Duration IDLE = Duration.ofMillis(100);

  /** Exit status of a JVM that was asked to stop by SIGTERM. */
  private static final int TERMINATED = 128 + 15;

  @Test
  void everyTimerHasOneOutcomeAndEverybodyHearsOfIt(@TempDir Path data)
      throws IOException, InterruptedException {
    try (ServerProcess server =
        ServerProcess.start(Path.of(System.getProperty("chime.jar")), data)) {
      ApiClient client = new ApiClient(server.port());
      long seed = Long.getLong("chime.seed", System.nanoTime());
      LOG.log(Level.INFO, "replay with -Dchime.seed={0,number,#}", seed);
      List<Tracked> timers = new Storm(client, seed).run(TIMERS, PARKED);

      assertThat(timers).hasSizeGreaterThanOrEqualTo(TIMERS);
      long cancelled = timers.stream().filter(timer -> isCancelled(client, timer)).count();
      assertThat(cancelled).isStrictlyBetween(timers.size() / 10L, timers.size() / 2L);
      assertCounters(Scrape.of(client), timers.size(), cancelled);

      server.cpuSinceLastLook();
      Duration cpu =
          await()
              .pollDelay(WINDOW)
              .pollInterval(WINDOW)
              .atMost(WINDOW.multipliedBy(20)) // the compiler may have some work left
              .until(server::cpuSinceLastLook, used -> used.compareTo(IDLE) < 0);
      LOG.log(Level.INFO, "idle: {0} of processor time in {1}", cpu, WINDOW);

      assertThat(server.stop()).isEqualTo(TERMINATED);
      assertThat(server.log())
          .noneMatch(line -> line.contains(" ERROR ") || line.contains("\tat "));
    }
  }

  /** Checks that all who heard of the timer's outcome heard the same, and no one too early. */
  private static boolean isCancelled(ApiClient client, Tracked timer) {
    Response outcome = client.get("/timers/" + timer.id + "?wait=0");
    boolean cancelled = outcome.text("state").equals("CANCELLED");
    if (timer.cancel != null) {
      assertThat(timer.cancel.join().body()).isEqualTo(outcome.body());
    } else {
      assertThat(cancelled).isFalse();
    }
    List<Heard> heard = timer.waiting.stream().map(CompletableFuture::join).toList();
    assertThat(heard)
        .allSatisfy(news -> assertThat(news.answer().body()).isEqualTo(outcome.body()));
    if (!cancelled) {
      assertThat(outcome.text("state")).isEqualTo("ELAPSED");
      assertThat(Instant.parse(outcome.text("elapsedAt"))).isAfterOrEqualTo(timer.deadline);
      assertThat(heard).allSatisfy(news -> assertThat(news.at()).isAfterOrEqualTo(timer.deadline));
    }
    return cancelled;
  }

  private static void assertCounters(Scrape scrape, long created, long cancelled) {
    long elapsed = created - cancelled;
    String lateness =
        scrape.lines().stream()
            .filter(line -> line.startsWith("chime_timer_lateness"))
            .collect(Collectors.joining("\n"));
    LOG.log(Level.INFO, "{0} elapsed, {1} cancelled\n{2}", elapsed, cancelled, lateness);
    assertThat(scrape.value("chime_timers_created_total")).isEqualTo(created);
    assertThat(scrape.value("chime_timers_elapsed_total")).isEqualTo(elapsed);
    assertThat(scrape.value("chime_timers_cancelled_total")).isEqualTo(cancelled);
    assertThat(scrape.value("chime_timer_lateness_seconds_count")).isEqualTo(elapsed);
    assertThat(scrape.value("chime_waiters")).isZero();
    assertThat(scrape.value("chime_tasks_pending")).isEqualTo(Scrape.OWN_TASKS);
    assertThat(scrape.value("chime_timers_armed")).isEqualTo(Scrape.OWN_TIMERS);
    assertThat(scrape.value("chime_tasks_failed_total")).isZero();
  }
}
