package dev.chime.store;

import dev.chime.timer.Namespace;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.UnaryOperator;

/**
 * The counts of each namespace, as they are committed and, before that, as the present transaction
 * has them. Written by one thread; what is committed is for any thread.
 */
final class Ledger {

  private final ConcurrentMap<Namespace, Counts> committed = new ConcurrentHashMap<>();
  private final Map<Namespace, Counts> changed = new HashMap<>();
  private volatile Counts total = Counts.NONE;

  /** Takes over what is in the database, in place of all that was known. */
  void load(Map<Namespace, Counts> counts) {
    changed.clear();
    committed.putAll(counts);
    total = sum();
  }

  /** The committed counts of a namespace. */
  Counts committed(Namespace namespace) {
    return committed.getOrDefault(namespace, Counts.NONE);
  }

  /** The committed counts of all namespaces together. */
  Counts total() {
    return total;
  }

  /** The counts of a namespace in the present transaction. */
  Counts present(Namespace namespace) {
    Counts counts = changed.get(namespace);
    return counts == null ? committed(namespace) : counts;
  }

  void change(Namespace namespace, UnaryOperator<Counts> change) {
    changed.put(namespace, change.apply(present(namespace)));
  }

  /** What the present transaction has changed. */
  Map<Namespace, Counts> changed() {
    return changed;
  }

  /** The present transaction is committed. */
  void commit() {
    if (!changed.isEmpty()) {
      committed.putAll(changed);
      changed.clear();
      total = sum();
    }
  }

  private Counts sum() {
    return committed.values().stream().reduce(Counts.NONE, Counts::plus);
  }
}
