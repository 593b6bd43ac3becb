package dev.chime.web.access;

import dev.chime.timer.Namespace;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.context.SecurityContextHolder;

/**
 * Who has sent a request.
 *
 * @param key the name of the key; null if the service has no keys
 * @param role what the caller may do
 * @param namespace where
 */
public record Caller(@Nullable String key, Role role, Namespace namespace) {

  /** Anybody, where there are no keys. */
  private static final Caller ANYBODY = new Caller(null, Role.ADMIN, Namespace.DEFAULT);

  /** Who has sent the request that this thread serves. */
  public static Caller current() {
    return SecurityContextHolder.getContext().getAuthentication() instanceof KeyAuthentication own
        ? new Caller(own.key().name(), own.key().role(), own.key().namespace())
        : ANYBODY;
  }
}
