package dev.chime.deliverychecks;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/** What receivers and workers were given, and what was done to servers meanwhile. Thread-safe. */
public final class DeliveryLog {

  private final Map<String, Queue<Received>> received = new ConcurrentHashMap<>();
  private final Queue<Trouble> troubles = new ConcurrentLinkedQueue<>();
  private final List<String> violations = new CopyOnWriteArrayList<>();

  void received(Received what) {
    received.computeIfAbsent(what.delivery(), _ -> new ConcurrentLinkedQueue<>()).add(what);
  }

  /** Servers or their database were in trouble from then until now. */
  public void trouble(Instant from) {
    troubles.add(new Trouble(from, Instant.now()));
  }

  void isViolated(String what) {
    violations.add(what);
  }

  /** What has come, by deliveries. */
  Map<String, Queue<Received>> received() {
    return received;
  }

  List<Trouble> troubles() {
    return List.copyOf(troubles);
  }

  List<String> violations() {
    return violations;
  }
}
