package dev.chime.async.time;

import dev.chime.async.Context;
import dev.chime.async.Driver;
import dev.chime.async.Executor;
import dev.chime.async.Future;
import dev.chime.async.JoinHandle;
import dev.chime.async.Poll;
import dev.chime.async.Shard;
import dev.chime.async.ShardStats;
import dev.chime.async.Spawner;
import java.time.Duration;
import java.util.function.UnaryOperator;

/** An executor of one shard in virtual time, run to its end on the calling thread. */
final class VirtualRun {

  private final long start;
  private final Ticker ticker;
  private final WheelTimerDriver timers;
  private final Executor executor;
  private final Spawner spawner;

  /** Tasks under way, and one more until {@link #run}: the last to go closes the spawner. */
  private int users = 1;

  /** In time that jumps to the next deadline whenever there is nothing else to do. */
  VirtualRun(long start) {
    this(VirtualTicker.autoAdvancing(start), UnaryOperator.identity());
  }

  /** In any time, and with something around the wheel. */
  VirtualRun(Ticker ticker, UnaryOperator<Driver> around) {
    this.ticker = ticker;
    start = ticker.nanos();
    timers = new WheelTimerDriver(ticker);
    executor =
        Executor.builder().driver((Shard shard) -> around.apply(timers.attach(shard))).build();
    spawner = executor.spawner();
  }

  WheelTimerDriver timers() {
    return timers;
  }

  /** Makes a task, also from within another. */
  <T> JoinHandle<T> spawn(Future<T> future) {
    users++;
    return spawner.spawn(new Counted<>(future));
  }

  /** A timer whose clock starts at its first poll. */
  Future<Long> sleep(Duration duration) {
    return Future.lazy(() -> TimerFuture.after(timers, duration)).map(unit -> elapsed());
  }

  Future<Long> sleep(long millis) {
    return sleep(Duration.ofMillis(millis));
  }

  /** The nanoseconds since the start. */
  long elapsed() {
    return ticker.nanos() - start;
  }

  long elapsedMillis() {
    return Duration.ofNanos(elapsed()).toMillis();
  }

  /** The timers in the wheel. */
  int armed() {
    return timers.armed().getFirst();
  }

  /** Runs until all tasks are done. */
  ShardStats run() {
    release();
    executor.run();
    return executor.stats().getFirst();
  }

  private void release() {
    if (--users == 0) {
      spawner.close();
    }
  }

  private final class Counted<T> implements Future<T> {
    private final Future<T> future;
    private boolean over;

    Counted(Future<T> future) {
      this.future = future;
    }

    @Override
    public Poll<T> poll(Context context) {
      Poll<T> poll = future.poll(context);
      if (poll.isReady()) {
        end();
      }
      return poll;
    }

    @Override
    public void drop() {
      try {
        future.drop();
      } finally {
        end();
      }
    }

    private void end() {
      if (!over) {
        over = true;
        release();
      }
    }
  }
}
