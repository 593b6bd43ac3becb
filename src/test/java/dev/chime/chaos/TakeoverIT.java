package dev.chime.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.chime.harness.ApiClient;
import dev.chime.harness.ApiClient.Response;
import dev.chime.harness.Cluster;
import dev.chime.harness.Scrape;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * How late the timers of a node elapse that was killed, how soon a node hears of what another one
 * has done, and what it costs when nothing happens. A few kills by default; {@code ./mvnw verify
 * -Dchime.takeover=full -Dit.test=TakeoverIT} does a hundred, and logs the figures.
 */
@Timeout(1800)
class TakeoverIT {

  private static final Logger LOG = System.getLogger(TakeoverIT.class.getName());

  private static final boolean FULL = "full".equals(System.getProperty("chime.takeover"));
  private static final int NODES = 3;
  private static final int KILLS = FULL ? 100 : 2;
  private static final int TIMERS = 20;
  private static final int WAKES = FULL ? 2_000 : 50;
  private static final Duration IDLE = FULL ? Duration.ofSeconds(30) : Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @Test
  void theOthersElapseWhatADeadNodeHad(@TempDir Path folder) throws Exception {
    try (Cluster cluster = Cluster.start(folder, NODES)) {
      awaitLive(cluster);
      reportIdle(cluster);
      List<Long> late = new ArrayList<>();
      for (int i = 0; i < KILLS; i++) {
        late.addAll(killOne(cluster, i % NODES));
        cluster.startDead();
        cluster.awaitAll();
        awaitLive(cluster);
      }
      report(KILLS + " kills, lateness of what the dead node had, ms", late);
      assertThat(late).hasSize(KILLS * TIMERS).allMatch(millis -> millis >= 0);
    }
  }

  private static void awaitLive(Cluster cluster) {
    for (int node = 0; node < NODES; node++) {
      ApiClient client = cluster.client(node);
      await()
          .atMost(PATIENCE)
          .ignoreExceptions()
          .until(() -> Scrape.of(client).value("chime_nodes_live") == NODES);
    }
  }

  /** Timers of a node that come due after its death. How late they are. */
  private static List<Long> killOne(Cluster cluster, int victim) throws Exception {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < TIMERS; i++) {
      ids.add(cluster.client(victim).create("{\"delay\":\"" + (1_000 + 25 * i) + "ms\"}"));
    }
    cluster.node(victim).kill();
    Instant killed = Instant.now();
    ApiClient other = cluster.client((victim + 1) % NODES);
    List<Long> late = new ArrayList<>();
    for (String id : ids) { // without waiting for it, which would have the node see to it
      Response elapsed =
          await()
              .atMost(PATIENCE)
              .until(
                  () -> other.get("/timers/" + id + "?wait=0"),
                  answer -> answer.text("state").equals("ELAPSED"));
      assertThat(Instant.parse(elapsed.text("deadline"))).isAfter(killed);
      late.add(elapsed.json().required("latenessMs").asLong());
    }
    return late;
  }

  @Test
  void aNodeHearsOfWhatElapsesOnAnother(@TempDir Path folder) throws Exception {
    try (Cluster cluster = Cluster.start(folder, 2)) {
      List<Long> late = new ArrayList<>();
      for (int i = 0; i < WAKES; i++) {
        Response created = cluster.client(0).post("{\"delay\":\"" + (100 + i % 50) + "ms\"}");
        CompletableFuture<Long> answered =
            cluster
                .client(1)
                .getAsync("/timers/" + created.text("id") + "?wait=10s")
                .thenApply(
                    answer -> {
                      long now = System.currentTimeMillis();
                      assertThat(answer.text("state")).isEqualTo("ELAPSED");
                      return now - Instant.parse(answer.text("deadline")).toEpochMilli();
                    });
        late.add(answered.join());
      }
      report(WAKES + " wakes through another node, deadline to answer, ms", late);
      assertThat(late).allMatch(millis -> millis >= 0);
    }
  }

  private static void report(String what, List<Long> millis) {
    long[] sorted = millis.stream().mapToLong(Long::longValue).sorted().toArray();
    LOG.log(
        Level.INFO,
        "{0}: p50 {1}, p99 {2}, max {3}",
        what,
        sorted[sorted.length / 2],
        sorted[sorted.length * 99 / 100],
        LongStream.of(sorted).max().orElseThrow());
  }

  private static void reportIdle(Cluster cluster) throws Exception {
    Duration[] cpu = new Duration[] {cpu(cluster), Duration.ZERO};
    long before = transactions(cluster);
    Thread.sleep(IDLE);
    cpu[1] = cpu(cluster);
    double seconds = IDLE.toNanos() / 1e9;
    LOG.log(
        Level.INFO,
        "idle for {0} s: {1} transactions/s, {2} % of a processor for three nodes",
        seconds,
        (transactions(cluster) - before) / seconds,
        cpu[1].toNanos() / 1e7 / seconds);
  }

  /** What all nodes have used since this was last asked. */
  private static Duration cpu(Cluster cluster) {
    Duration sum = Duration.ZERO;
    for (int node = 0; node < NODES; node++) {
      sum = sum.plus(cluster.node(node).cpuSinceLastLook());
    }
    return sum;
  }

  private static long transactions(Cluster cluster) throws SQLException, InterruptedException {
    Thread.sleep(1_100); // the statistics are told that much later
    try (Connection connection = cluster.database().connect();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT sum(xact_commit + xact_rollback) FROM pg_stat_database")) {
      row.next();
      return row.getLong(1);
    }
  }
}
