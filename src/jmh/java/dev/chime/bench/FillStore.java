package dev.chime.bench;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import dev.chime.async.Context;
import dev.chime.async.Executor;
import dev.chime.async.Future;
import dev.chime.async.Waker;
import dev.chime.store.JdbcTimerStore;
import dev.chime.store.StoreLimits;
import dev.chime.store.commit.CommitListener;
import dev.chime.timer.Creation;
import dev.chime.timer.Due;
import dev.chime.timer.Namespace;
import dev.chime.timer.Timer;
import dev.chime.timer.TimerDraft;
import dev.chime.timer.TimerId;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;

/**
 * Program: fills a folder with pending timers, for a server to be started with.
 *
 * <p>Arguments: the folder; then, optional, the number of timers, ten million unless told, and how
 * many of them are due between one and five minutes from the end, a hundred thousand unless told.
 * The others are due between a day and a year from now.
 */
public final class FillStore {

  private static final int TIMERS = 10_000_000;
  private static final int NEAR = 100_000;
  private static final int AHEAD = 4_000;
  private static final String PAYLOAD = "\"" + "x".repeat(98) + "\"";

  private FillStore() {}

  /** Runs the program. */
  public static void main(String[] arguments) throws InterruptedException {
    Path folder = Path.of(arguments[0]);
    int count = arguments.length > 1 ? Integer.parseInt(arguments[1]) : TIMERS;
    int near = arguments.length > 2 ? Integer.parseInt(arguments[2]) : NEAR;
    long start = System.nanoTime();
    NoArgGenerator uuids = Generators.timeBasedEpochGenerator();
    Xorshift random = new Xorshift();
    Queue<Future<Creation>> waiting = new ArrayDeque<>();
    try (JdbcTimerStore store =
        JdbcTimerStore.open(
            folder,
            new StoreLimits(16_384, Long.MAX_VALUE, namespace -> Long.MAX_VALUE, 0),
            new Silent(),
            changes -> {})) {
      for (int i = 0; i < count; i++) {
        boolean isNear = i >= count - near; // last, so that the filling takes no time from them
        Duration delay =
            isNear
                ? Duration.ofMillis(60_000 + random.below(240_000))
                : Duration.ofSeconds(86_400 + random.below(364 * 86_400));
        Instant now = Instant.ofEpochMilli(System.currentTimeMillis());
        Timer timer =
            Timer.create(
                new TimerId(Namespace.DEFAULT, uuids.generate().toString()),
                new TimerDraft(new Due.After(delay), null, PAYLOAD, Map.of()),
                now);
        Future<Creation> creation = store.create(timer, null);
        creation.poll(Context.from(Waker.noop()));
        waiting.add(creation);
        if (waiting.size() > AHEAD) {
          Executor.blockOn(waiting.remove());
        }
      }
      for (Future<Creation> each : waiting) {
        Executor.blockOn(each);
      }
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    System.out.printf("%,d timers in %.0f s, %,.0f/s%n", count, seconds, count / seconds);
  }

  static final class Silent implements CommitListener {
    @Override
    public void committed(int commands, Duration took) {}

    @Override
    public void failed() {
      throw new IllegalStateException("the store failed");
    }
  }
}
