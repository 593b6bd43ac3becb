package dev.chime.delivery.push;

import dev.chime.delivery.Endpoint;
import dev.chime.delivery.EndpointSecret;
import dev.chime.delivery.EndpointSettings;
import dev.chime.delivery.EndpointState;
import org.jspecify.annotations.Nullable;

/**
 * Who is called for a lane.
 *
 * @param settings how
 * @param secret what calls are signed with; null if they are not
 * @param state whether it is called
 * @param endpoint the endpoint; null for an address of a timer's own, or if there is none any more
 * @param refusal why nobody can be called; null if somebody can
 */
record Receiver(
    EndpointSettings settings,
    @Nullable EndpointSecret secret,
    EndpointState state,
    @Nullable Endpoint endpoint,
    @Nullable String refusal) {

  /** Who is called for an endpoint. */
  static Receiver of(Endpoint endpoint) {
    return new Receiver(endpoint.settings(), endpoint.secret(), endpoint.state(), endpoint, null);
  }

  /** Who is called at an address of a timer's own. */
  static Receiver at(String url) {
    return new Receiver(EndpointSettings.of(url), null, EndpointState.ACTIVE, null, null);
  }

  /** Nobody: all deliveries are given up. */
  static Receiver nobody(String why) {
    return new Receiver(EndpointSettings.of(""), null, EndpointState.ACTIVE, null, why);
  }
}
