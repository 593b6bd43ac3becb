package dev.chime.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Queues that people use instead, each where it is installed: lists of Redis, with {@code
 * appendfsync always}, and beanstalkd, with {@code -f0}.
 */
final class QueuePeers {

  private static final PrintStream OUT = System.out;
  private static final int REDIS_PORT = 16_379;
  private static final int BEANSTALKD_PORT = 11_399;

  private final int count;
  private final SideBySide figures;
  private final int rounds;

  QueuePeers(int count, SideBySide figures, int rounds) {
    this.count = count;
    this.figures = figures;
    this.rounds = rounds;
  }

  private interface Start {
    Process with(String port, Path folder, Map<String, String> environment) throws Exception;
  }

  private interface Fill {
    void with(int port, List<String> work) throws IOException;
  }

  void run(Path folder) throws Exception {
    run(
        "redis-server",
        REDIS_PORT,
        count,
        folder,
        Programs::startRedis,
        RedisWorker::fill,
        number -> new RedisWorker(REDIS_PORT, number));
    run(
        "beanstalkd",
        BEANSTALKD_PORT,
        count / 10, // it waits for the disk for each
        folder,
        Programs::startBeanstalkd,
        BeanstalkWorker::fill,
        number -> new BeanstalkWorker(BEANSTALKD_PORT));
  }

  private void run(
      String program,
      int port,
      int jobs,
      Path parent,
      Start start,
      Fill fill,
      QueueWorker.Connector connector)
      throws Exception {
    if (!Programs.isInstalled(program)) {
      OUT.println(program + " is not installed: no figures of it");
      return;
    }
    Path folder = Files.createDirectories(parent.resolve(program)).toAbsolutePath();
    Process server = start.with(Integer.toString(port), folder, Map.of());
    try {
      for (int round = 0; round < rounds; round++) {
        for (PullRound how : List.of(PullRound.HUNDREDS, PullRound.ONE_AT_A_TIME)) {
          fill.with(port, work(jobs));
          Instant begin = Instant.now();
          Instant end = how.run(jobs, connector);
          figures.add(what("embedded", how), program, DeliveryLoad.perSecond(jobs, begin, end));
        }
      }
    } finally {
      server.destroy();
      server.waitFor();
    }
  }

  /** What is measured of all queues. */
  static String what(String store, PullRound how) {
    return store + ", claims and acks/s of what waits, " + how;
  }

  /** As much as a claim tells of a small timer. */
  private static List<String> work(int jobs) {
    return Stream.generate(
            () ->
                "{\"id\":\"%s\",\"deadline\":\"%s\",\"payload\":42}"
                    .formatted(UUID.randomUUID(), Instant.EPOCH))
        .limit(jobs)
        .toList();
  }
}
