package dev.chime.store.commit;

import dev.chime.timer.Namespace;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** By how much the current transaction changes the counts of namespaces. For one thread. */
public final class CountsDelta {

  private final NamespaceCounts committed;
  private final Map<Namespace, TimerCounts> added = new HashMap<>();

  /** No changes to these counts. */
  public CountsDelta(NamespaceCounts committed) {
    this.committed = committed;
  }

  /** Changes the delta of a namespace. */
  public void add(Namespace namespace, UnaryOperator<TimerCounts> change) {
    added.put(namespace, change.apply(added.getOrDefault(namespace, TimerCounts.NONE)));
  }

  /** The counts of a namespace as the transaction sees them. */
  public TimerCounts current(Namespace namespace) {
    return committed.of(namespace).plus(added.getOrDefault(namespace, TimerCounts.NONE));
  }

  /** Whether nothing has changed. */
  public boolean isEmpty() {
    return added.isEmpty();
  }

  /** What is added to each namespace that has changed. */
  public List<NamespaceCounts.Entry> deltas() {
    return added.entrySet().stream()
        .map(each -> new NamespaceCounts.Entry(each.getKey(), each.getValue()))
        .toList();
  }

  /** The {@linkplain #current current} counts of each namespace that has changed. */
  public List<NamespaceCounts.Entry> totals() {
    return added.keySet().stream()
        .map(namespace -> new NamespaceCounts.Entry(namespace, current(namespace)))
        .toList();
  }

  /** Forgets all changes, before the next transaction or the next try. */
  public void clear() {
    added.clear();
  }
}
