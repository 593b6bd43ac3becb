package dev.chime.web;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.chime.timer.StoreBusyException;
import io.github.bucket4j.BlockingStrategy;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Answers that take the store a while. Each is kept for twenty times as long as it took to compute,
 * and for a second at least. One is computed at a time; and different ones together take a
 * twentieth of the time, apart from a second that may be saved up. So whoever asks, and however
 * often, they take no more than about a twentieth of a processor. Thread-safe.
 */
@Component
final class CostlyAnswers {

  /** Computes an answer. It may block. */
  @FunctionalInterface
  interface Computation {
    Object compute() throws InterruptedException;
  }

  private record Kept(Object answer, Duration time) {}

  private static final int SHARE = 20;
  private static final Duration LEAST_TIME = Duration.ofSeconds(1);
  private static final Duration SAVED = Duration.ofSeconds(1);
  private static final int MOST_KEPT = 100;
  private static final int MOST_WAITING = 16;

  private final Ticker ticker;
  private final BlockingStrategy pause;
  private final ReentrantLock computing = new ReentrantLock(true);
  private final Cache<Object, Kept> kept;
  private final Bucket micros; // of computing, that may be used now

  @Autowired
  CostlyAnswers() {
    this(Ticker.systemTicker(), TimeMeter.SYSTEM_NANOTIME, BlockingStrategy.PARKING);
  }

  /** Goes by another clock. */
  CostlyAnswers(Ticker ticker, TimeMeter meter, BlockingStrategy pause) {
    this.ticker = ticker;
    this.pause = pause;
    kept =
        Caffeine.newBuilder()
            .ticker(ticker)
            .maximumSize(MOST_KEPT)
            .expireAfter(Expiry.creating((Object question, Kept each) -> each.time()))
            .build();
    micros =
        Bucket.builder()
            .addLimit(
                limit ->
                    limit
                        .capacity(micros(SAVED.toNanos()))
                        .refillGreedy(micros(SAVED.toNanos()), SAVED.multipliedBy(SHARE)))
            .withCustomTimePrecision(meter)
            .build();
  }

  private static long micros(long nanos) {
    return TimeUnit.NANOSECONDS.toMicros(nanos);
  }

  /**
   * Returns the answer to a question. Blocks.
   *
   * @param question what the answer depends on; compared by {@code equals}
   * @throws StoreBusyException if too many wait already
   */
  Object get(Object question, Computation computation) throws InterruptedException {
    Kept known = kept.getIfPresent(question);
    if (known != null) {
      return known.answer();
    }
    if (waiting() >= MOST_WAITING) {
      throw new StoreBusyException("too many requests are waiting to be computed");
    }
    computing.lockInterruptibly();
    try {
      known = kept.getIfPresent(question); // another one may have asked the same
      return known == null ? compute(question, computation) : known.answer();
    } finally {
      computing.unlock();
    }
  }

  /** About how many wait for their turn. */
  int waiting() {
    return computing.getQueueLength();
  }

  private Object compute(Object question, Computation computation) throws InterruptedException {
    micros.asBlocking().consume(1, pause); // waits for the end of a debt
    long begin = ticker.read();
    try {
      Object answer = computation.compute();
      Duration time = Duration.ofNanos((ticker.read() - begin) * SHARE);
      kept.put(question, new Kept(answer, time.compareTo(LEAST_TIME) < 0 ? LEAST_TIME : time));
      return answer;
    } finally {
      micros.consumeIgnoringRateLimits(1 + micros(ticker.read() - begin));
    }
  }
}
