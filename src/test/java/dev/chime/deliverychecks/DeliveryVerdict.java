package dev.chime.deliverychecks;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What became of deliveries. Not thread-safe. */
public final class DeliveryVerdict {

  private final Map<Count, Integer> counts = new EnumMap<>(Count.class);
  private final List<String> violations;

  DeliveryVerdict(List<String> violations) {
    this.violations = violations;
    for (Count each : Count.values()) {
      counts.put(each, 0);
    }
  }

  void count(Count what) {
    count(what, 1);
  }

  void count(Count what, int number) {
    counts.merge(what, number, Integer::sum);
  }

  void isViolated(String what) {
    violations.add(what);
  }

  /** What should not be. */
  public List<String> violations() {
    return violations;
  }

  /** How many calls receivers were sent. */
  public int calls() {
    return counts.get(Count.CALLS);
  }

  /** How many leases workers were given. */
  public int leases() {
    return counts.get(Count.LEASES);
  }

  @Override
  public String toString() {
    return counts + ", violations: " + violations.size();
  }
}
