package dev.chime.bench;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Figures of several rounds, printed as they come; at the end the median of the last rounds, each
 * beside those of the peers. The first rounds are left out: servers are compiling then.
 */
final class SideBySide {

  static final String CHIME = "Chime";

  private static final PrintStream OUT = System.out;
  private static final int COUNTED = 3;

  private final Map<String, Map<String, List<Double>>> figures = new LinkedHashMap<>();

  void add(String what, String who, double value) {
    figures
        .computeIfAbsent(what, key -> new LinkedHashMap<>())
        .computeIfAbsent(who, key -> new ArrayList<>())
        .add(value);
    OUT.printf("%-12s %-60s %,10.1f%n", who, what, value);
  }

  /** The median of the last rounds. */
  void print() {
    OUT.printf("%nThe median of the last %d rounds, and Chime's part of its peers':%n", COUNTED);
    figures.forEach(
        (what, values) -> {
          StringBuilder line = new StringBuilder("%-60s".formatted(what));
          double ours = values.containsKey(CHIME) ? median(values.get(CHIME)) : Double.NaN;
          values.forEach(
              (who, rounds) -> {
                line.append("  %s %,.1f".formatted(who, median(rounds)));
                if (!who.equals(CHIME) && !Double.isNaN(ours)) {
                  line.append(" (%.2f)".formatted(ours / median(rounds)));
                }
              });
          OUT.println(line);
        });
  }

  private static double median(List<Double> rounds) {
    List<Double> last =
        rounds.subList(Math.max(0, rounds.size() - COUNTED), rounds.size()).stream()
            .sorted()
            .toList();
    return last.get(last.size() / 2);
  }
}
