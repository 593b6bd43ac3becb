package dev.chime.timer;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The test clocks, as far as this process knows them: another process may have turned one since.
 * Thread-safe.
 */
public final class TestClocks {

  private volatile Map<Namespace, TestClock> clocks = Map.of();

  /** Takes in clocks. One that is known keeps the later of the two times. */
  public synchronized void put(Collection<TestClock> read) {
    Map<Namespace, TestClock> all = new HashMap<>(clocks);
    for (TestClock clock : read) {
      all.merge(
          clock.namespace(),
          clock,
          (known, latest) -> known.now().isAfter(latest.now()) ? latest.at(known.now()) : latest);
    }
    clocks = Map.copyOf(all);
  }

  /** All of them. */
  public List<TestClock> all() {
    return List.copyOf(clocks.values());
  }

  /**
   * The clock of a namespace.
   *
   * @return null if it goes by the clock of the service
   */
  public @Nullable TestClock get(Namespace namespace) {
    return clocks.get(namespace);
  }

  /** Whether a namespace goes by a test clock. */
  public boolean isTest(Namespace namespace) {
    return clocks.containsKey(namespace);
  }

  /**
   * The time by which a namespace goes.
   *
   * @param service the time of the clock of the service
   */
  public Instant now(Namespace namespace, Instant service) {
    TestClock clock = get(namespace);
    return clock == null ? service : clock.now();
  }

  /** Whether a timer has elapsed and is to be delivered. */
  public boolean isToDeliver(Timer timer) {
    if (!timer.isToDeliver()) {
      return false;
    }
    TestClock clock = get(timer.id().namespace());
    return clock == null || clock.delivers();
  }

  /**
   * When the delivery of a timer can be claimed. Deliveries go by real time.
   *
   * @param now reads the real time
   */
  public Instant availableAt(Timer timer, Supplier<Instant> now) {
    return isTest(timer.id().namespace()) ? Millis.floor(now.get()) : timer.dueAt();
  }
}
