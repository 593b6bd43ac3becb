package dev.chime.config;

import dev.chime.timer.Namespace;
import dev.chime.web.access.ApiKey;
import dev.chime.web.access.ApiKeys;
import dev.chime.web.access.KeyHash;
import dev.chime.web.access.Quota;
import dev.chime.web.access.Role;
import dev.chime.web.http.AllowedHosts;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.bind.Name;

/**
 * The properties under {@code chime} for access: API keys, quotas and CORS.
 *
 * @param open whether the service may listen to the network although there are no API keys
 * @param allowedHosts hosts that requests may name, besides those of the loopback interface, if
 *     there are no keys and the service is not open
 * @param keys the API keys
 * @param quotas the limits of each namespace
 * @param cors which web pages may call the service from a browser
 */
@ConfigurationProperties("chime")
public record AccessProperties(
    @DefaultValue("false") boolean open,
    @DefaultValue List<String> allowedHosts,
    @DefaultValue List<Key> keys,
    @DefaultValue Quotas quotas,
    @DefaultValue Cors cors) {

  /** Validates the values. */
  public AccessProperties {
    var _ = new AllowedHosts(allowedHosts);
  }

  /**
   * An API key.
   *
   * @param name the name of the key in logs
   * @param hash the SHA-256 hash of the key, in hexadecimal
   * @param namespace the namespace that the key gives access to
   * @param role what the key allows
   */
  public record Key(
      String name, String hash, @DefaultValue("default") String namespace, Role role) {

    /** Validates the values. */
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
   * The limits of one namespace; 0 means no limit.
   *
   * @param maxPending the most pending timers
   * @param createsPerSecond the most timers created in a second, on average
   * @param createsBurst the most timers created at once; 0 means {@code createsPerSecond}
   * @param maxWaiters the most waiting requests
   */
  public record QuotaProperties(
      @DefaultValue("0") long maxPending,
      @DefaultValue("0") long createsPerSecond,
      @DefaultValue("0") long createsBurst,
      @DefaultValue("0") int maxWaiters) {

    /** The most tokens per second: a bucket refills at most once each nanosecond. */
    private static final long MAX_CREATES = 1_000_000_000;

    /** Validates the values. */
    public QuotaProperties {
      if (maxPending < 0 || createsPerSecond < 0 || createsBurst < 0 || maxWaiters < 0) {
        throw new IllegalArgumentException("chime.quotas must not be negative");
      }
      if (createsPerSecond > MAX_CREATES || createsBurst > MAX_CREATES) {
        throw new IllegalArgumentException(
            "creates-per-second and creates-burst of chime.quotas must be at most " + MAX_CREATES);
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
   * The quotas of all namespaces.
   *
   * @param fallback the quota of a namespace that has none of its own
   * @param namespaces the quotas of single namespaces, by name
   */
  public record Quotas(
      @Name("default") @DefaultValue QuotaProperties fallback,
      @DefaultValue Map<String, QuotaProperties> namespaces) {}

  /**
   * Cross-origin resource sharing. It is off if there are no origins.
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
    return new dev.chime.web.access.Quotas(quotas.fallback().toQuota(), own);
  }
}
