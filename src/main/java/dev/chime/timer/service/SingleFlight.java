package dev.chime.timer.service;

import dev.chime.async.Future;
import dev.chime.timer.Creation;
import dev.chime.timer.IdempotencyKey;
import dev.chime.timer.Namespace;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Lets one request at a time through for each idempotency key. Unlike Go's {@code singleflight} it
 * does not have the others wait for the first one's result: they are told that it is in flight.
 * Thread-safe.
 */
final class SingleFlight {

  private record Key(Namespace namespace, String value) {}

  private final Set<Key> inFlight = ConcurrentHashMap.newKeySet();

  /** The creation, unless another one with the same key is in flight when it is first polled. */
  Future<Creation> create(IdempotencyKey idempotencyKey, Future<Creation> creating) {
    Key key = new Key(idempotencyKey.namespace(), idempotencyKey.value());
    return Future.lazy(
        () ->
            inFlight.add(key)
                ? creating.onEnd(() -> inFlight.remove(key))
                : Future.ready(new Creation.InFlight()));
  }
}
