package dev.chime.bench;

import java.io.IOException;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;

/**
 * How late timers have elapsed by the server's own histogram.
 *
 * @param counts how many at most so many seconds late
 */
record ServerLateness(TreeMap<Double, Double> counts) {

  private static final String BUCKET = "chime_timer_lateness_seconds_bucket{";

  static ServerLateness of(BenchServer server, boolean hasOne)
      throws IOException, InterruptedException {
    TreeMap<Double, Double> counts = new TreeMap<>(Comparator.naturalOrder());
    if (hasOne) {
      for (Map.Entry<String, Double> each : server.metrics().entrySet()) {
        if (each.getKey().startsWith(BUCKET)) {
          String bound = each.getKey().replaceAll(".*le=\"([^\"]+)\".*", "$1");
          counts.put(
              bound.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(bound),
              each.getValue());
        }
      }
    }
    return new ServerLateness(counts);
  }

  ServerLateness minus(ServerLateness before) {
    TreeMap<Double, Double> counted = new TreeMap<>();
    counts.forEach((bound, count) -> counted.put(bound, count - before.counts.get(bound)));
    return new ServerLateness(counted);
  }

  void tell(Figures figures, String who, String what) {
    if (!counts.isEmpty()) {
      figures.add(who, what + ": elapsed late by at most ms, p50", percentile(0.5));
      figures.add(who, what + ": elapsed late by at most ms, p99", percentile(0.99));
      figures.add(who, what + ": elapsed late by at most ms, p99.9", percentile(0.999));
      figures.add(who, what + ": elapsed late by at most ms, max", percentile(1));
    }
  }

  /** The bound of the bucket that it lies in. */
  private double percentile(double part) {
    double all = counts.lastEntry().getValue();
    return counts.entrySet().stream()
        .filter(each -> each.getValue() >= part * all)
        .mapToDouble(each -> each.getKey() * 1e3)
        .findFirst()
        .orElse(Double.POSITIVE_INFINITY);
  }
}
