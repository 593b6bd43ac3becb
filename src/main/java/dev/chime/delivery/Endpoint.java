package dev.chime.delivery;

import dev.chime.timer.Namespace;
import java.time.Instant;

/**
 * An endpoint: an address that is called when timers elapse. Immutable.
 *
 * @param namespace its namespace
 * @param name its name, which is unique in the namespace
 * @param settings how it is called
 * @param secret what its calls are signed with
 * @param state whether it is called
 * @param createdAt when it was made
 * @param version 1 for a new endpoint, and one more with each change
 */
public record Endpoint(
    Namespace namespace,
    String name,
    EndpointSettings settings,
    EndpointSecret secret,
    EndpointState state,
    Instant createdAt,
    long version) {

  /** The next version of this endpoint. */
  public Endpoint changed(EndpointSettings settings, EndpointSecret secret, EndpointState state) {
    return new Endpoint(namespace, name, settings, secret, state, createdAt, version + 1);
  }

  /** The next version of this endpoint, in another state. */
  public Endpoint inState(EndpointState state) {
    return changed(settings, secret, state);
  }
}
