package dev.chime.web.audit;

import dev.chime.timer.Namespace;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;

/**
 * The log of what clients have cancelled and changed: a line for each request, by a logger of its
 * own. It names keys, and never has payloads, secrets or keys. Creates and elapses are not in it:
 * they are many, and the timers themselves tell of them. Thread-safe.
 */
@Component
public final class AuditLog {

  /** The name of the logger. */
  public static final String NAME = "dev.chime.audit";

  private static final Logger LOG = LoggerFactory.getLogger(NAME);

  /**
   * Begins the line about a request. Must be called on the thread that serves it, where the
   * request's key is known.
   *
   * @param action what is done, such as {@code timer.cancel}
   * @param namespace whose timer, endpoint or schedule it is done to
   * @param id which one; null for several
   */
  public AuditEntry entry(String action, Namespace namespace, @Nullable String id) {
    AuditEntry entry =
        new AuditEntry(LOG, action)
            .with("user.name", keyName())
            .with("audit.namespace", namespace.name());
    return id == null ? entry : entry.with("audit.id", id);
  }

  /** Writes the line about a request whose key is wrong. */
  public void wrongKey(String address) {
    new AuditEntry(LOG, "key.refuse").with("client.address", address).failed("unauthorized");
  }

  /** The name of the request's key; null if no key is needed. */
  private static @Nullable String keyName() {
    Authentication key = SecurityContextHolder.getContext().getAuthentication();
    return key == null ? null : key.getName();
  }
}
