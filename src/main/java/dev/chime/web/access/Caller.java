package dev.chime.web.access;

import dev.chime.timer.Namespace;
import org.jspecify.annotations.Nullable;

/**
 * Who has sent a request.
 *
 * @param key the name of the key; null if the service has no keys
 * @param role what the caller may do
 * @param namespace where
 */
public record Caller(@Nullable String key, Role role, Namespace namespace) {

  /** Anybody, where there are no keys. */
  static final Caller ANYBODY = new Caller(null, Role.ADMIN, Namespace.DEFAULT);
}
