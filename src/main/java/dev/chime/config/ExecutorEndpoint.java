package dev.chime.config;

import dev.chime.async.Executor;
import dev.chime.async.ShardStats;
import dev.chime.async.time.WheelTimerDriver;
import java.util.List;
import java.util.stream.IntStream;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.stereotype.Component;

/** The Actuator endpoint {@code /actuator/executor}: the counts of each shard, and their sums. */
@Component
@Endpoint(id = "executor")
class ExecutorEndpoint {

  /** The response. */
  record Counts(List<ShardCounts> shards, Totals total) {}

  /** The counts of one shard. */
  record ShardCounts(int shard, Totals counts) {}

  /** Counts of tasks and timers; see {@link ShardStats}. */
  record Totals(
      long pending,
      long woken,
      long polled,
      long completed,
      long failed,
      long cancelled,
      long timersArmed) {

    static final Totals ZERO = new Totals(0, 0, 0, 0, 0, 0, 0);

    static Totals of(ShardStats stats, int timersArmed) {
      return new Totals(
          stats.pending(),
          stats.woken(),
          stats.polled(),
          stats.completed(),
          stats.failed(),
          stats.cancelled(),
          timersArmed);
    }

    Totals plus(Totals other) {
      return new Totals(
          pending + other.pending,
          woken + other.woken,
          polled + other.polled,
          completed + other.completed,
          failed + other.failed,
          cancelled + other.cancelled,
          timersArmed + other.timersArmed);
    }
  }

  private final Executor executor;
  private final WheelTimerDriver driver;

  ExecutorEndpoint(Executor executor, WheelTimerDriver driver) {
    this.executor = executor;
    this.driver = driver;
  }

  @ReadOperation
  Counts counts() {
    List<ShardStats> stats = executor.stats();
    List<Integer> armed = driver.armed();
    List<ShardCounts> shards =
        IntStream.range(0, stats.size())
            .mapToObj(i -> new ShardCounts(i, Totals.of(stats.get(i), armed.get(i))))
            .toList();
    Totals total = shards.stream().map(ShardCounts::counts).reduce(Totals.ZERO, Totals::plus);
    return new Counts(shards, total);
  }
}
