package dev.chime.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chime.deliverychecks.DeliveryChecks;
import dev.chime.deliverychecks.DeliveryVerdict;
import dev.chime.harness.ApiClient;
import dev.chime.harness.ServerProcess;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Instant;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The packaged server, killed again and again while clients work with it. Few times by default;
 * {@code ./mvnw verify -Dchime.crash=full -Dit.test=CrashIT} does it fifty times.
 */
@Timeout(1800)
class CrashIT {

  private static final Logger LOG = System.getLogger(CrashIT.class.getName());

  private static final int CYCLES = "full".equals(System.getProperty("chime.crash")) ? 50 : 3;
  private static final int SHORTEST_MILLIS = 200;
  private static final int LONGEST_MILLIS = 2_500;
  private static final int LATE_CANCELS = 50;

  /** A port that nobody listens on. */
  private static final int NOBODY = 1;

  @Test
  void whatWasAcknowledgedOutlivesKills(@TempDir Path data)
      throws IOException, InterruptedException {
    long seed = Long.getLong("chime.seed", System.nanoTime());
    LOG.log(Level.INFO, "replay with -Dchime.seed={0,number,#}", seed);
    SplittableRandom random = new SplittableRandom(seed);
    Path jar = Path.of(System.getProperty("chime.jar"));
    CrashLog log = new CrashLog();
    AtomicReference<ApiClient> latest = new AtomicReference<>(new ApiClient(NOBODY));
    try (DeliveryChecks deliveries = new DeliveryChecks(_ -> latest.get(), random.split())) {
      for (int cycle = 0; cycle < CYCLES; cycle++) {
        try (ServerProcess server = start(jar, data)) {
          ApiClient client = new ApiClient(server.port());
          cancelTooLate(log, client);
          deliveries.makeEndpoints(client);
          latest.set(client);
          CrashClients clients = new CrashClients(client, log, random.split());
          clients.workFor(random.nextInt(SHORTEST_MILLIS, LONGEST_MILLIS));
          Instant killed = Instant.now();
          server.kill();
          deliveries.trouble(killed);
          clients.join();
        }
      }
      try (ServerProcess server = start(jar, data)) {
        ApiClient client = new ApiClient(server.port());
        cancelTooLate(log, client);
        latest.set(client);
        CrashVerdict verdict = log.judge(client);
        LOG.log(Level.INFO, "{0} kills: {1}", CYCLES, verdict);
        DeliveryVerdict delivered = deliveries.judge(log.judged(), client);
        LOG.log(Level.INFO, "{0} kills: {1}", CYCLES, delivered);

        assertThat(verdict.violations()).isEmpty();
        assertThat(delivered.violations()).isEmpty();
        assertThat(verdict.created()).isGreaterThan(CYCLES * 20);
        assertThat(verdict.cancelled()).isPositive();
        assertThat(verdict.elapsed()).isPositive();
        assertThat(delivered.calls()).isPositive();
        assertThat(delivered.leases()).isPositive();
      }
    }
  }

  private static ServerProcess start(Path jar, Path data) throws IOException {
    return ServerProcess.start(jar, data, DeliveryChecks.OPTIONS.toArray(String[]::new));
  }

  /** What came due before the kill has elapsed, whether that was written or not. */
  private static void cancelTooLate(CrashLog log, ApiClient client) {
    for (String id : log.overdue().stream().limit(LATE_CANCELS).toList()) {
      log.cancelling(id);
      log.answered(id, client.delete(id));
    }
  }
}
