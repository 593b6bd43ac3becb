package dev.chime.timer.service;

import dev.chime.timer.IdempotencyKey;
import dev.chime.timer.Namespace;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The idempotency keys of requests that are being worked on. Thread-safe. */
final class InFlight {

  private record Key(Namespace namespace, String value) {}

  private final Set<Key> keys = ConcurrentHashMap.newKeySet();

  /** Whether no other request with this key is being worked on. Then this one is. */
  boolean begin(IdempotencyKey key) {
    return keys.add(new Key(key.namespace(), key.value()));
  }

  void end(IdempotencyKey key) {
    keys.remove(new Key(key.namespace(), key.value()));
  }
}
