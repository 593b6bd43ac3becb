package dev.chime.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chime.harness.ApiClient;
import dev.chime.harness.ServerProcess;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The packaged server, killed again and again while clients work with it. Few times by default;
 * {@code ./mvnw verify -Dchime.crash=full -Dit.test=CrashIT} does it fifty times.
 */
@Timeout(900)
class CrashIT {

  private static final Logger LOG = System.getLogger(CrashIT.class.getName());

  private static final int CYCLES = "full".equals(System.getProperty("chime.crash")) ? 50 : 3;
  private static final int SHORTEST_MILLIS = 200;
  private static final int LONGEST_MILLIS = 2_500;
  private static final int LATE_CANCELS = 50;

  @Test
  void whatWasAcknowledgedOutlivesKills(@TempDir Path data)
      throws IOException, InterruptedException {
    long seed = Long.getLong("chime.seed", System.nanoTime());
    LOG.log(Level.INFO, "replay with -Dchime.seed={0,number,#}", seed);
    SplittableRandom random = new SplittableRandom(seed);
    Path jar = Path.of(System.getProperty("chime.jar"));
    CrashLog log = new CrashLog();
    for (int cycle = 0; cycle < CYCLES; cycle++) {
      try (ServerProcess server = ServerProcess.start(jar, data)) {
        cancelTooLate(log, new ApiClient(server.port()));
        CrashClients clients = new CrashClients(new ApiClient(server.port()), log, random.split());
        clients.workFor(random.nextInt(SHORTEST_MILLIS, LONGEST_MILLIS));
        server.kill();
        clients.join();
      }
    }
    try (ServerProcess server = ServerProcess.start(jar, data)) {
      cancelTooLate(log, new ApiClient(server.port()));
      CrashVerdict verdict = log.judge(new ApiClient(server.port()));
      LOG.log(Level.INFO, "{0} kills: {1}", CYCLES, verdict);

      assertThat(verdict.violations()).isEmpty();
      assertThat(verdict.created()).isGreaterThan(CYCLES * 20);
      assertThat(verdict.cancelled()).isPositive();
      assertThat(verdict.elapsed()).isPositive();
    }
  }

  /** What came due before the kill has elapsed, whether that was written or not. */
  private static void cancelTooLate(CrashLog log, ApiClient client) {
    for (String id : log.overdue().stream().limit(LATE_CANCELS).toList()) {
      log.cancelling(id);
      log.answered(id, client.delete(id));
    }
  }
}
