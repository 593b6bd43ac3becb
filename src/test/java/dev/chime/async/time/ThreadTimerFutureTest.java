package dev.chime.async.time;

import static dev.chime.async.Eventually.eventually;

import dev.chime.async.Executor;
import dev.chime.async.Spawner;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The contract, by a thread for each timer. */
class ThreadTimerFutureTest extends TimerFutureContract {

  private final WatchedTicker watched = new WatchedTicker();
  private final ThreadTimerDriver driver = new ThreadTimerDriver(watched);
  private final AtomicInteger made = new AtomicInteger();
  private final Executor executor = Executor.builder().build();
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
  ThreadTimerDriver driver() {
    return driver;
  }

  @Override
  Spawner spawner() {
    return spawner;
  }

  @Override
  void made() {
    made.incrementAndGet();
  }

  @Override
  void settle() {
    eventually(() -> watched.sleepers.size() == made.get() && watched.allHaveSeenTheTime());
  }

  @Override
  long firesAt(long deadline) {
    return deadline;
  }

  @Override
  int held() {
    settle();
    return (int) watched.sleepers.keySet().stream().filter(Thread::isAlive).count();
  }

  /** The virtual ticker, which also knows what each timer's thread has last read. */
  private final class WatchedTicker implements Ticker {
    final Map<Thread, Long> sleepers = new ConcurrentHashMap<>();

    @Override
    public long nanos() {
      long nanos = ticker.nanos();
      if (Thread.currentThread().isVirtual()) {
        sleepers.put(Thread.currentThread(), nanos);
      }
      return nanos;
    }

    @Override
    public void parkUntil(long deadline) {
      ticker.parkUntil(deadline);
    }

    /**
     * Whether every thread has ended or goes by the present time. One that had read the time just
     * before it moved, and parked just after, has nothing to wake for, and is asked to look again.
     */
    boolean allHaveSeenTheTime() {
      List<Thread> behind =
          sleepers.entrySet().stream()
              .filter(entry -> entry.getKey().isAlive() && entry.getValue() != ticker.nanos())
              .map(Map.Entry::getKey)
              .toList();
      behind.forEach(LockSupport::unpark);
      return behind.isEmpty();
    }
  }
}
