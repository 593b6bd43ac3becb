package dev.chime.async.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.chime.async.Executor;
import dev.chime.async.Future;
import dev.chime.async.Poll;
import dev.chime.async.Spawner;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The contract, by wheels whose ticks are eighths of the ticker's milliseconds. */
class WheelTimerFutureTest extends TimerFutureContract {

  private static final long TICK = 125_000;

  private final WheelTimerDriver driver = new WheelTimerDriver(ticker);
  private final Executor executor = Executor.builder().driver(driver::attach).build();
  private final Spawner spawner = executor.spawner();

  @BeforeEach
  void start() {
    executor.start();
  }

  @AfterEach
  void close() {
    executor.close();
  }

  @Override
  WheelTimerDriver driver() {
    return driver;
  }

  @Override
  Spawner spawner() {
    return spawner;
  }

  /** A turn looks at the time after it has received messages and before it polls. */
  @Override
  void settle() {
    try {
      Executor.blockOn(spawner.spawn(Future.ready("a turn has been taken")));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  long firesAt(long deadline) {
    return Math.ceilDiv(deadline, TICK) * TICK;
  }

  @Override
  int held() {
    return driver.armed().getFirst();
  }

  @Test
  void timersOfATaskLieInTheWheelOfItsShardAndOthersAreSpread() throws InterruptedException {
    WheelTimerDriver wheels = new WheelTimerDriver(ticker);
    try (Executor shards = Executor.builder().shards(3).driver(wheels::attach).build();
        Spawner tasks = shards.spawner()) {
      shards.start();
      assertThat(wheels.armed()).containsExactly(0, 0, 0);

      Executor.blockOn(tasks.spawn(1, context -> armTen(wheels)));
      assertThat(wheels.armed()).containsExactly(0, 10, 0);
      for (int i = 0; i < 6; i++) {
        TimerFuture.after(wheels, Duration.ofHours(1));
      }
      for (int shard = 0; shard < 3; shard++) {
        Executor.blockOn(tasks.spawn(shard, Future.yieldNow()));
      }

      assertThat(wheels.armed()).containsExactly(2, 12, 2);
    }
  }

  @Test
  void withoutAShardThereIsNoTimer() {
    WheelTimerDriver wheels = new WheelTimerDriver(ticker);

    assertThatIllegalStateException()
        .isThrownBy(() -> TimerFuture.after(wheels, Duration.ofHours(1)));
  }

  private static Poll<Integer> armTen(WheelTimerDriver wheels) {
    for (int i = 0; i < 10; i++) {
      TimerFuture.after(wheels, Duration.ofHours(1));
    }
    return Poll.ready(10);
  }
}
