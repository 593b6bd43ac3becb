package dev.chime.delivery;

import dev.chime.async.Future;
import dev.chime.timer.Namespace;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A store of endpoints. Asynchronous, as {@link DeliveryStore} is. Thread-safe.
 *
 * <p>Secrets are stored encrypted if the service has a key for that.
 */
public interface EndpointStore {

  /**
   * Stores an endpoint of version 1 if there is none with its name, or else one that is a version
   * later than the stored one.
   *
   * @return false if the stored one has another version: somebody else was faster
   */
  Future<Boolean> save(Endpoint endpoint);

  /** Finds an endpoint; empty if there is none. */
  Future<Optional<Endpoint>> find(Namespace namespace, String name);

  /**
   * Reads endpoints of a namespace in the order of their names.
   *
   * @param after the last name before; null to begin
   */
  Future<List<Endpoint>> list(Namespace namespace, @Nullable String after, int limit);

  /** Deletes an endpoint; false if there is none. */
  Future<Boolean> delete(Namespace namespace, String name);
}
