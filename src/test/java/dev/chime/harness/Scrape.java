package dev.chime.harness;

import java.util.List;

/**
 * What Prometheus is told, at one moment.
 *
 * @param lines the lines of the answer
 */
public record Scrape(List<String> lines) {

  /**
   * Tasks that the service has for itself, and which pause most of the time: they look ahead,
   * watch, and purge timers and deliveries.
   */
  public static final int OWN_TIMERS = 5;

  /** The same, and one that waits to be told of deliveries. */
  public static final int OWN_TASKS = OWN_TIMERS + 1;

  /** What the server says now. */
  public static Scrape of(ApiClient client) {
    return new Scrape(client.get("/actuator/prometheus").body().lines().toList());
  }

  /** The value of the only sample of this name, which has labels only if they are given. */
  public long value(String sample) {
    return (long)
        lines.stream()
            .filter(line -> line.startsWith(sample + " "))
            .mapToDouble(line -> Double.parseDouble(line.substring(sample.length() + 1)))
            .reduce((a, b) -> Double.NaN)
            .orElseThrow(() -> new AssertionError("no sample " + sample));
  }

  /** Timers that were created and have no outcome yet. */
  public long pendingTimers() {
    return value("chime_timers_created_total")
        - value("chime_timers_elapsed_total")
        - value("chime_timers_cancelled_total")
        - value("chime_timers_skipped_total");
  }
}
