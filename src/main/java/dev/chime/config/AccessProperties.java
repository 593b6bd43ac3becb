package dev.chime.config;

import dev.chime.timer.Namespace;
import dev.chime.web.access.ApiKey;
import dev.chime.web.access.ApiKeys;
import dev.chime.web.access.KeyHash;
import dev.chime.web.access.Quota;
import dev.chime.web.access.Role;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.bind.Name;

/**
 * Who may do what, and how much of it.
 *
 * @param open whether the service may be reached from elsewhere although there are no keys
 * @param keys API keys, by their hashes
 * @param quotas what a namespace may have and do
 * @param cors which web pages may use the service
 */
@ConfigurationProperties("chime")
public record AccessProperties(
    @DefaultValue("false") boolean open,
    @DefaultValue List<Key> keys,
    @DefaultValue Quotas quotas,
    @DefaultValue Cors cors) {

  /**
   * An API key.
   *
   * @param name what it is called in logs
   * @param hash the SHA-256 of its text, in hexadecimal
   * @param namespace whose timers it is for
   * @param role what it allows
   */
  public record Key(
      String name, String hash, @DefaultValue("default") String namespace, Role role) {

    /** Checks what would not make sense. */
    public Key {
      if (name == null || name.isBlank() || hash == null || role == null) {
        throw new IllegalArgumentException(
            "each of chime.keys must have a name, a hash and a role");
      }
    }

    private ApiKey toKey() {
      return new ApiKey(name, KeyHash.parse(hash), new Namespace(namespace), role);
    }
  }

  /**
   * What a namespace may have and do; 0 for as much as the service can.
   *
   * @param maxPending the most pending timers
   * @param createsPerSecond timers created in a second, on average
   * @param createsBurst timers created at once; as many as in a second if it is not given
   * @param maxWaiters the most requests that wait
   */
  public record QuotaProperties(
      @DefaultValue("0") long maxPending,
      @DefaultValue("0") long createsPerSecond,
      @DefaultValue("0") long createsBurst,
      @DefaultValue("0") int maxWaiters) {

    /** One a nanosecond: a bucket cannot be filled faster, nor the time that it takes be told. */
    private static final long MOST_CREATES = 1_000_000_000;

    /** Checks what would not make sense. */
    public QuotaProperties {
      if (maxPending < 0 || createsPerSecond < 0 || createsBurst < 0 || maxWaiters < 0) {
        throw new IllegalArgumentException("chime.quotas must not be negative");
      }
      if (createsPerSecond > MOST_CREATES || createsBurst > MOST_CREATES) {
        throw new IllegalArgumentException(
            "creates-per-second and creates-burst of chime.quotas must be at most " + MOST_CREATES);
      }
    }

    private Quota toQuota() {
      return new Quota(
          maxPending,
          createsPerSecond,
          createsBurst == 0 ? createsPerSecond : createsBurst,
          maxWaiters);
    }
  }

  /**
   * Quotas of namespaces.
   *
   * @param usual that of namespaces without one of their own
   * @param namespaces those of the others, by name
   */
  public record Quotas(
      @Name("default") @DefaultValue QuotaProperties usual,
      @DefaultValue Map<String, QuotaProperties> namespaces) {}

  /**
   * Cross-origin resource sharing, off unless there are origins.
   *
   * @param allowedOrigins origins of web pages that may use the service
   */
  public record Cors(@DefaultValue List<String> allowedOrigins) {}

  ApiKeys toKeys() {
    return new ApiKeys(keys.stream().map(Key::toKey).toList());
  }

  dev.chime.web.access.Quotas toQuotas() {
    Map<Namespace, Quota> own = new HashMap<>();
    quotas.namespaces().forEach((name, quota) -> own.put(new Namespace(name), quota.toQuota()));
    return new dev.chime.web.access.Quotas(quotas.usual().toQuota(), own);
  }
}
