package dev.chime.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chime.harness.ApiClient;
import dev.chime.harness.Cluster;
import dev.chime.harness.ServerProcess;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Packaged servers, killed again and again amid schedules that have an occurrence every 200 ms. Few
 * times by default; {@code ./mvnw verify -Dchime.crash=full -Dit.test=ScheduleCrashIT} does it
 * fifty times on each store.
 */
@Timeout(1200)
class ScheduleCrashIT {

  private static final Logger LOG = System.getLogger(ScheduleCrashIT.class.getName());

  private static final int CYCLES = "full".equals(System.getProperty("chime.crash")) ? 50 : 2;
  private static final int SHORTEST_MILLIS = 200;
  private static final int LONGEST_MILLIS = 2_500;
  private static final int NODES = 3;

  /** After so many kills of a node, the database is killed as well. */
  private static final int DATABASE_EVERY = 5;

  /** After so many kills the sequences may come to the present: a start takes its time. */
  private static final int PRESENT_EVERY = 5;

  private final long seed = Long.getLong("chime.seed", System.nanoTime());
  private final SplittableRandom random = new SplittableRandom(seed);
  private final ScheduleSequences sequences = new ScheduleSequences();

  private Duration someTime() {
    return Duration.ofMillis(random.nextInt(SHORTEST_MILLIS, LONGEST_MILLIS));
  }

  private void assertExact(ApiClient client) {
    int occurrences = sequences.judge(client);
    LOG.log(
        Level.INFO,
        "{0} kills, {1} occurrences; replay with -Dchime.seed={2,number,#}",
        CYCLES,
        occurrences,
        seed);

    assertThat(sequences.violations()).isEmpty();
    assertThat(occurrences).isGreaterThan(CYCLES * 20);
  }

  @Test
  void sequencesOutliveKills(@TempDir Path data) throws IOException, InterruptedException {
    Path jar = Path.of(System.getProperty("chime.jar"));
    for (int cycle = 0; cycle < CYCLES; cycle++) {
      try (ServerProcess server = ServerProcess.start(jar, data)) {
        ApiClient client = new ApiClient(server.port());
        sequences.make(client);
        SplittableRandom cancels = random.split();
        Thread cancelling =
            Thread.ofVirtual()
                .start(() -> sequences.cancelSome(client, cancels, Duration.ofSeconds(60)));
        Thread.sleep(someTime());
        server.kill();
        cancelling.join();
      }
      if (cycle % PRESENT_EVERY == PRESENT_EVERY - 1) {
        try (ServerProcess server = ServerProcess.start(jar, data)) {
          sequences.awaitPresent(new ApiClient(server.port()));
        }
      }
    }
    try (ServerProcess server = ServerProcess.start(jar, data)) {
      assertExact(new ApiClient(server.port()));
    }
  }

  /** Something else that goes wrong meanwhile: the first kinds of it in each run. */
  private void trouble(Cluster cluster, int node, int cycle)
      throws IOException, InterruptedException {
    switch (cycle % 4) {
      case 1 -> {
        cluster.node(node).signal("STOP");
        Thread.sleep(random.nextInt(2_500, 4_000)); // longer than its heartbeat may be missed
        cluster.node(node).signal("CONT");
      }
      case 2 -> {
        cluster.way(node).cut();
        Thread.sleep(random.nextInt(3_000));
        cluster.way(node).mend();
      }
      case 3 -> {
        cluster.database().stop();
        Thread.sleep(random.nextInt(1_000));
        cluster.database().startAgain();
      }
      default -> {} // the kill alone
    }
  }

  @Test
  void sequencesOutliveNodesAndTheDatabase(@TempDir Path folder)
      throws IOException, InterruptedException {
    try (Cluster cluster = Cluster.start(folder, NODES)) {
      sequences.make(cluster.client(0));
      for (int cycle = 1; cycle <= CYCLES; cycle++) {
        int node = random.nextInt(NODES);
        sequences.cancelSome(cluster.client((node + 1) % NODES), random.split(), someTime());
        cluster.node(node).kill();
        trouble(cluster, (node + 2) % NODES, cycle);
        if (cycle % DATABASE_EVERY == 0 || cycle == CYCLES) {
          cluster.database().kill();
          Thread.sleep(random.nextInt(1_000));
          cluster.database().startAgain();
        }
        cluster.startDead();
        cluster.awaitAll();
      }
      assertExact(cluster.client(0));
    }
  }
}
