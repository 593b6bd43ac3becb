package dev.chime.store.commit;

import dev.chime.timer.Namespace;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** What the present transaction adds to the ledger. One thread. */
public final class Tally {

  private final Ledger ledger;
  private final Map<Namespace, Counts> added = new HashMap<>();

  public Tally(Ledger ledger) {
    this.ledger = ledger;
  }

  public void change(Namespace namespace, UnaryOperator<Counts> change) {
    added.put(namespace, change.apply(added.getOrDefault(namespace, Counts.NONE)));
  }

  /** The counts of a namespace with what is added. */
  public Counts present(Namespace namespace) {
    return ledger.committed(namespace).plus(added.getOrDefault(namespace, Counts.NONE));
  }

  public boolean isEmpty() {
    return added.isEmpty();
  }

  /** What is added, for each namespace where something is. */
  public List<Ledger.Entry> added() {
    return added.entrySet().stream()
        .map(each -> new Ledger.Entry(each.getKey(), each.getValue()))
        .toList();
  }

  /** The counts with what is added, for each namespace where something is. */
  public List<Ledger.Entry> sums() {
    return added.keySet().stream()
        .map(namespace -> new Ledger.Entry(namespace, present(namespace)))
        .toList();
  }

  /** Begins anew, for the next transaction or for another try. */
  public void clear() {
    added.clear();
  }
}
