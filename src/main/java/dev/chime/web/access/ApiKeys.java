package dev.chime.web.access;

import dev.chime.timer.Namespace;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The set of all API keys. If it is empty, every request may do everything, in the default
 * namespace.
 */
public final class ApiKeys {

  private final List<ApiKey> keys;

  /**
   * Creates a set of keys.
   *
   * @throws IllegalArgumentException if two keys have the same name or the same hash
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

  /** Whether there are no keys. */
  public boolean isEmpty() {
    return keys.isEmpty();
  }

  /** Whether there is a key with the role for metrics. */
  boolean hasOneForMetrics() {
    return keys.stream().anyMatch(key -> key.role() == Role.METRICS);
  }

  /**
   * Finds a key by its text. Compares it with all keys, so that the time reveals nothing.
   *
   * @return null if there is no such key
   */
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
