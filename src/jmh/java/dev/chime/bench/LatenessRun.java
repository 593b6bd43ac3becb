package dev.chime.bench;

import dev.chime.async.Context;
import dev.chime.async.Executor;
import dev.chime.async.Future;
import dev.chime.async.Poll;
import dev.chime.async.Spawner;
import dev.chime.async.Unit;
import dev.chime.async.time.Ticker;
import dev.chime.async.time.TimerDriver;
import dev.chime.async.time.TimerFuture;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Tasks on one shard that each await a timer of their own, and a histogram of how late they were
 * polled. Deadlines are random, spread evenly over a time that begins once all are armed.
 */
final class LatenessRun {

  private static final int DIGITS = 3;

  private final Executor executor;
  private final TimerDriver driver;
  private final Ticker ticker;
  private final int count;
  private final Histogram lateness = new Histogram(DIGITS); // the shard's until all is done
  private final CountDownLatch done = new CountDownLatch(1);
  private long firstDeadline;
  private long lastPoll;
  private int left;

  /** A run on an executor of one shard, not yet started. */
  LatenessRun(Executor executor, TimerDriver driver, int count) {
    this.executor = executor;
    this.driver = driver;
    this.ticker = driver.ticker();
    this.count = count;
    this.left = count;
  }

  /** Starts the executor, spawns the tasks and waits until each has armed its timer. */
  void arm(Duration lead, Duration spread) throws InterruptedException {
    int spreadMicros = Math.toIntExact(spread.toNanos() / 1_000);
    Xorshift random = new Xorshift();
    firstDeadline = ticker.nanos() + lead.toNanos();
    try (Spawner spawner = executor.spawner()) {
      executor.start();
      for (int i = 0; i < count; i++) {
        var _ = spawner.spawn(new Sleeper(firstDeadline + random.below(spreadMicros) * 1_000L));
      }
    }
    while (executor.stats().getFirst().polled() < count) {
      Thread.sleep(1);
    }
    checkInTime();
  }

  /** Fails when the first deadline has passed: what has to come before it took too long. */
  void checkInTime() {
    if (ticker.nanos() > firstDeadline) {
      throw new IllegalStateException("the timers began to fire before all was ready");
    }
  }

  /** The nanoseconds from each deadline to its task's poll, when all have been polled. */
  Histogram await() throws InterruptedException {
    done.await();
    return lateness;
  }

  /** The rate from the first deadline to the last poll, after {@link #await()}. */
  double elapsesPerSecond() {
    return count / ((lastPoll - firstDeadline) / 1e9);
  }

  /** One task: arms its timer at its first poll, so on its own shard. */
  private final class Sleeper implements Future<Unit> {
    private final long deadline;
    private @Nullable TimerFuture timer;

    Sleeper(long deadline) {
      this.deadline = deadline;
    }

    @Override
    public Poll<Unit> poll(Context context) {
      TimerFuture awaited = timer;
      if (awaited == null) {
        awaited = TimerFuture.at(driver, deadline);
        timer = awaited;
      }
      Poll<Unit> poll = awaited.poll(context);
      if (poll.isReady()) {
        polledAt(ticker.nanos());
      }
      return poll;
    }

    private void polledAt(long now) {
      lateness.recordValue(now - deadline);
      if (--left == 0) {
        lastPoll = now;
        done.countDown();
      }
    }
  }
}
