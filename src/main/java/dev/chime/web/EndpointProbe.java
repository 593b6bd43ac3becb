package dev.chime.web;

import dev.chime.async.Future;
import dev.chime.delivery.Attempt;
import dev.chime.delivery.Endpoint;

/** Calls endpoints to try them. Thread-safe. */
@FunctionalInterface
public interface EndpointProbe {

  /**
   * Sends a signed test event. The future does not throw if the call fails: the attempt says so.
   */
  Future<Attempt> test(Endpoint endpoint);
}
