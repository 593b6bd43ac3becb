package dev.chime.store.commit;

import dev.chime.timer.Namespace;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** What the present transaction adds to the committed. One thread. */
public final class CountsDelta {

  private final NamespaceCounts committed;
  private final Map<Namespace, TimerCounts> added = new HashMap<>();

  public CountsDelta(NamespaceCounts committed) {
    this.committed = committed;
  }

  public void add(Namespace namespace, UnaryOperator<TimerCounts> change) {
    added.put(namespace, change.apply(added.getOrDefault(namespace, TimerCounts.NONE)));
  }

  /** The counts of a namespace with what is added. */
  public TimerCounts current(Namespace namespace) {
    return committed.of(namespace).plus(added.getOrDefault(namespace, TimerCounts.NONE));
  }

  public boolean isEmpty() {
    return added.isEmpty();
  }

  /** What is added, for each namespace where something is. */
  public List<NamespaceCounts.Entry> deltas() {
    return added.entrySet().stream()
        .map(each -> new NamespaceCounts.Entry(each.getKey(), each.getValue()))
        .toList();
  }

  /** The counts with what is added, for each namespace where something is. */
  public List<NamespaceCounts.Entry> totals() {
    return added.keySet().stream()
        .map(namespace -> new NamespaceCounts.Entry(namespace, current(namespace)))
        .toList();
  }

  /** Begins anew, for the next transaction or for another try. */
  public void clear() {
    added.clear();
  }
}
