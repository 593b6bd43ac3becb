package dev.chime.async.time;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chime.async.Executor;
import dev.chime.async.JoinHandle;
import dev.chime.async.Spawner;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SystemTickerTest {

  private final Ticker ticker = Ticker.system();

  @Test
  void neverGoesBack() {
    long last = ticker.nanos();
    for (int i = 0; i < 1_000_000; i++) {
      long now = ticker.nanos();
      assertThat(now - last).isNotNegative();
      last = now;
    }
  }

  @Test
  void beginsWhereTheWallClockStands() {
    long before = System.currentTimeMillis();
    long made = TimeUnit.NANOSECONDS.toMillis(Ticker.system().nanos());

    assertThat(made).isBetween(before, System.currentTimeMillis() + 1);
  }

  @Test
  void parksUntilTheDeadlineOrAnUnpark() {
    long deadline = ticker.nanos() + Duration.ofMillis(3).toNanos();
    while (ticker.nanos() < deadline) {
      ticker.parkUntil(deadline);
    }

    ticker.parkUntil(deadline); // past: does not park
    LockSupport.unpark(Thread.currentThread());
    ticker.parkUntil(ticker.nanos() + Duration.ofDays(1).toNanos());
  }

  @Test
  void timersByTheRealClockAreNeverEarlyAndDoElapse() throws InterruptedException {
    WheelTimerDriver wheels = new WheelTimerDriver(ticker);
    try (Executor executor = Executor.builder().driver(wheels::attach).build();
        Spawner spawner = executor.spawner()) {
      executor.start();
      for (TimerDriver driver : new TimerDriver[] {wheels, new ThreadTimerDriver(ticker)}) {
        long deadline = ticker.nanos() + Duration.ofMillis(5).toNanos();
        JoinHandle<Long> elapsed =
            spawner.spawn(TimerFuture.at(driver, deadline).map(unit -> ticker.nanos()));

        assertThat(Executor.blockOn(elapsed)).isGreaterThanOrEqualTo(deadline);
      }
    }
  }
}
