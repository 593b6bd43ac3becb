package dev.chime.web.access;

import dev.chime.timer.Namespace;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** All keys there are. Without any, everybody may do everything, in the default namespace. */
public final class ApiKeys {

  private final List<ApiKey> keys;

  /**
   * These keys.
   *
   * @throws IllegalArgumentException if two have the same name or the same hash
   */
  public ApiKeys(List<ApiKey> keys) {
    Set<Object> seen = new HashSet<>();
    for (ApiKey key : keys) {
      if (!seen.add(key.name()) || !seen.add(key.hash())) {
        throw new IllegalArgumentException(
            "chime.keys must not have the same name or hash twice: " + key.name());
      }
    }
    this.keys = List.copyOf(keys);
  }

  /** Whether there are none. */
  public boolean isEmpty() {
    return keys.isEmpty();
  }

  /** Whether one of them is for Prometheus. */
  boolean hasOneForMetrics() {
    return keys.stream().anyMatch(key -> key.role() == Role.METRICS);
  }

  /** The key of this text; null if there is none. Compares with all, so that time tells nothing. */
  @Nullable ApiKey find(String text) {
    KeyHash hash = KeyHash.of(text);
    ApiKey found = null;
    for (ApiKey key : keys) {
      if (key.hash().equals(hash)) {
        found = key;
      }
    }
    return found;
  }

  /** The namespaces of all keys. */
  public Set<Namespace> namespaces() {
    Set<Namespace> namespaces = new HashSet<>();
    keys.forEach(key -> namespaces.add(key.namespace()));
    return namespaces;
  }
}
