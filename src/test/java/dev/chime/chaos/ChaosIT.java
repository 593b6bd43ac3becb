package dev.chime.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.chime.deliverychecks.DeliveryChecks;
import dev.chime.deliverychecks.DeliveryVerdict;
import dev.chime.harness.ApiClient;
import dev.chime.harness.Cluster;
import dev.chime.harness.PostgresProcess;
import dev.chime.harness.Scrape;
import dev.chime.harness.ServerProcess;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three packaged servers over one PostgreSQL, while nodes are killed and halted, the database is
 * stopped and killed, connections are cut, and one node's clock is an hour ahead. Receivers and
 * workers misbehave meanwhile. Each kind of trouble once by default; {@code ./mvnw verify
 * -Dchime.chaos=full -Dit.test=ChaosIT} goes on until there were fifty kills.
 */
@Timeout(1800)
class ChaosIT {

  private static final Logger LOG = System.getLogger(ChaosIT.class.getName());

  private static final int NODES = 3;
  private static final int KILLS = "full".equals(System.getProperty("chime.chaos")) ? 50 : 2;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private enum Trouble {
    NODE_KILLED {
      @Override
      void happen(Cluster cluster, int node, SplittableRandom random) throws Exception {
        cluster.node(node).kill();
        Thread.sleep(random.nextInt(1_500));
      }
    },
    NODE_HALTED {
      @Override
      void happen(Cluster cluster, int node, SplittableRandom random) throws Exception {
        cluster.node(node).signal("STOP");
        Thread.sleep(random.nextInt(2_500, 4_000)); // longer than its heartbeat may be missed
        cluster.node(node).signal("CONT");
      }
    },
    DATABASE_STOPPED {
      @Override
      void happen(Cluster cluster, int node, SplittableRandom random) throws Exception {
        cluster.database().stop();
        Thread.sleep(random.nextInt(1_000));
        cluster.database().startAgain();
      }
    },
    DATABASE_KILLED {
      @Override
      void happen(Cluster cluster, int node, SplittableRandom random) throws Exception {
        cluster.database().kill();
        Thread.sleep(random.nextInt(1_000));
        cluster.database().startAgain();
      }
    },
    NODE_CUT_OFF {
      @Override
      void happen(Cluster cluster, int node, SplittableRandom random) throws Exception {
        cluster.way(node).cut();
        Thread.sleep(random.nextInt(3_000));
        cluster.way(node).mend();
      }
    };

    /** Whether something is killed that is at work: a node that starts has nothing to lose yet. */
    boolean kills(ServerProcess node) {
      return this == DATABASE_KILLED || (this == NODE_KILLED && node.portNow() != 0);
    }

    abstract void happen(Cluster cluster, int node, SplittableRandom random) throws Exception;
  }

  @Test
  void whateverHappensEveryPromiseIsKept(@TempDir Path folder) throws Exception {
    long seed = Long.getLong("chime.seed", System.nanoTime());
    LOG.log(Level.INFO, "replay with -Dchime.seed={0,number,#}", seed);
    SplittableRandom random = new SplittableRandom(seed);
    try (Cluster cluster = Cluster.startWithWrongClock(folder, NODES, DeliveryChecks.OPTIONS);
        DeliveryChecks deliveries =
            new DeliveryChecks(each -> cluster.client(each.nextInt(NODES)), random.split())) {
      deliveries.makeEndpoints(cluster.client(0));
      assertThat(Scrape.of(cluster.client(NODES - 1)).value("chime_clock_offset_seconds"))
          .isBetween(3_500L, 3_700L);
      ChaosClients clients = new ChaosClients(cluster, random.split());
      Map<Trouble, Integer> troubles = trouble(cluster, deliveries, random);
      cluster.startAllAgain();
      List<ChaosTimer> timers = clients.finish();
      judge(cluster, timers);
      LOG.log(
          Level.INFO,
          "{0}: {1} requests, {2} of them without an answer; {3} timers, {4} elapsed, {5}"
              + " cancelled",
          troubles,
          clients.requests(),
          clients.unanswered(),
          timers.size(),
          count(timers, "ELAPSED"),
          count(timers, "CANCELLED"));
      DeliveryVerdict delivered =
          deliveries.judge(
              timers.stream().map(ChaosTimer::judged).filter(Objects::nonNull).toList(),
              cluster.client(0));
      LOG.log(Level.INFO, "{0}: {1}", troubles, delivered);

      assertThat(timers.stream().flatMap(timer -> timer.violations().stream())).isEmpty();
      assertThat(delivered.violations()).isEmpty();
      assertThat(delivered.calls()).isPositive();
      assertThat(delivered.leases()).isPositive();
      assertThat(count(timers, "ELAPSED")).isPositive();
      assertThat(count(timers, "CANCELLED")).isPositive();
      assertLedgerIsRight(cluster.database());
    }
  }

  private static Map<Trouble, Integer> trouble(
      Cluster cluster, DeliveryChecks deliveries, SplittableRandom random) throws Exception {
    Map<Trouble, Integer> count = new EnumMap<>(Trouble.class);
    int kills = 0;
    Trouble[] all = Trouble.values();
    for (int i = 0; i < all.length || kills < KILLS; i++) {
      Trouble trouble = i < all.length ? all[i] : all[random.nextInt(all.length)];
      Thread.sleep(random.nextInt(300, 2_000));
      int node = random.nextInt(NODES);
      LOG.log(Level.INFO, "{0} {1}", trouble, node);
      kills += trouble.kills(cluster.node(node)) ? 1 : 0;
      Instant begun = Instant.now();
      trouble.happen(cluster, node, random);
      deliveries.trouble(begun);
      deliveries.resume(cluster.client(random.nextInt(NODES)));
      count.merge(trouble, 1, Integer::sum);
      cluster.startDead();
    }
    LOG.log(Level.INFO, "{0} kills of what was at work", kills);
    return count;
  }

  private static long count(List<ChaosTimer> timers, String state) {
    return timers.stream().filter(timer -> timer.state().equals(state)).count();
  }

  /** All nodes must know the same of every timer. */
  private static void judge(Cluster cluster, List<ChaosTimer> timers) {
    for (int node = 0; node < NODES; node++) {
      ApiClient client = cluster.client(node);
      await()
          .atMost(PATIENCE)
          .ignoreExceptions()
          .until(() -> client.get("/actuator/health/readiness").status() == 200);
      for (ChaosTimer timer : timers) {
        String wait = timer.isFar() ? "0" : "10s";
        timer.judge(client.get("/timers/" + timer.id() + "?wait=" + wait));
      }
    }
  }

  /** Each outcome must have been counted once. */
  private static void assertLedgerIsRight(PostgresProcess database) throws SQLException {
    String counted =
        "SELECT sum(pending) || ' ' || sum(elapsed) || ' ' || sum(cancelled) FROM ledger";
    String stored =
        Stream.of(0, 1, 2)
            .map(state -> "count(*) FILTER (WHERE state = " + state + ")")
            .reduce((a, b) -> a + " || ' ' || " + b)
            .map(columns -> "SELECT " + columns + " FROM timers")
            .orElseThrow();
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      assertThat(text(statement, counted)).isEqualTo(text(statement, stored));
    }
  }

  private static String text(Statement statement, String sql) throws SQLException {
    try (ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    }
  }
}
