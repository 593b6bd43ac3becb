package dev.chime.delivery.pull;

import dev.chime.async.time.TimerDriver;
import dev.chime.delivery.Lane;
import dev.chime.timer.service.ServiceClock;
import java.time.Instant;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The lines of all lanes from which somebody claims. Thread-safe. */
final class ClaimLines {

  private final ServiceClock clock;
  private final TimerDriver driver;
  private final ConcurrentMap<Lane, ClaimLine> lines = new ConcurrentHashMap<>();
  private final AtomicInteger claims = new AtomicInteger();

  ClaimLines(ServiceClock clock, TimerDriver driver) {
    this.clock = clock;
    this.driver = driver;
  }

  /** Adds a claim to the line of its lane, before it asks the store: from now on it is told. */
  ClaimLine enter(Lane lane) {
    claims.incrementAndGet();
    return lines.compute(
        lane,
        (key, present) -> {
          ClaimLine line = present == null ? new ClaimLine(clock, driver) : present;
          line.members++;
          return line;
        });
  }

  /** Removes a claim from the line of its lane. */
  void leave(Lane lane) {
    claims.decrementAndGet();
    lines.computeIfPresent(
        lane,
        (key, line) -> {
          if (--line.members > 0) {
            return line;
          }
          line.end();
          return null;
        });
  }

  /** Whether anybody claims from a lane. */
  boolean has(Lane lane) {
    return lines.containsKey(lane);
  }

  /** Deliveries of a lane become available then. */
  void signal(Lane lane, Instant at) {
    ClaimLine line = lines.get(lane);
    if (line != null) {
      line.signal(at);
    }
  }

  /** Deliveries of any lane may be available. */
  void signalAll() {
    Instant now = clock.instant();
    lines.values().forEach(line -> line.signal(now));
  }

  /** The number of claims in all lines. */
  int claims() {
    return claims.get();
  }
}
