package dev.chime.delivery.push;

import dev.chime.delivery.EndpointSettings;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The rules for what an endpoint's settings may say. Where its name leads is not asked here: it may
 * lead elsewhere by the time of a call, and is checked then. Thread-safe.
 */
public final class CallRules {

  /**
   * A rule that settings break.
   *
   * @param field the field
   * @param rule the rule, which follows the field's name in a sentence
   */
  public record Broken(String field, String rule) {}

  /** Headers of the connection, of HTTP itself, or of what this service says. */
  private static final Set<String> REFUSED_HEADERS =
      Set.of(
          "connection",
          "content-encoding",
          "content-length",
          "content-type",
          "expect",
          "host",
          "http2-settings",
          "keep-alive",
          "proxy-authenticate",
          "proxy-authorization",
          "proxy-connection",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade");

  private static final String REFUSED_PREFIX = "webhook-";
  private static final int MAX_LENGTH = 2048;
  private static final int MAX_PORT = 65_535;

  /**
   * Four decimal numbers without leading zeros; other forms of them mean different things to many.
   */
  private static final Pattern IPV4 =
      Pattern.compile("(0|[1-9][0-9]{0,2})(\\.(0|[1-9][0-9]{0,2})){3}");

  /** A last part that makes some resolvers take a name for an address. */
  private static final Pattern NUMERIC_END =
      Pattern.compile("(.*\\.)?([0-9]+|0x[0-9a-f]*)", Pattern.CASE_INSENSITIVE);

  private final boolean allowsHttp;
  private final AddressRules addresses;

  CallRules(boolean allowsHttp, AddressRules addresses) {
    this.allowsHttp = allowsHttp;
    this.addresses = addresses;
  }

  /**
   * Rules as they are configured.
   *
   * @param allowsHttp whether calls may go without TLS
   * @param allowed hosts and networks that may be called although they are not on the internet
   * @throws IllegalArgumentException if one of them is neither a host nor a network
   */
  public static CallRules of(boolean allowsHttp, List<String> allowed) {
    return new CallRules(allowsHttp, new AddressRules(allowed));
  }

  AddressRules addresses() {
    return addresses;
  }

  /** The first rule that these settings break; null if there is none. */
  public @Nullable Broken brokenBy(EndpointSettings settings) {
    String rule = brokenByUrl(settings.url());
    if (rule != null) {
      return new Broken("url", rule);
    }
    for (String name : settings.headers().keySet()) {
      String lower = name.toLowerCase(Locale.ROOT);
      if (REFUSED_HEADERS.contains(lower) || lower.startsWith(REFUSED_PREFIX)) {
        return new Broken("headers", "must not have " + name);
      }
    }
    return null;
  }

  /** The first rule that an address breaks; null if there is none. */
  public @Nullable String brokenByUrl(String url) {
    URI uri = parse(url);
    String host = uri == null ? null : uri.getHost();
    if (uri == null || host == null) {
      return "must be an address that begins with https:// or http://, has a host and no fragment,"
          + " and is at most "
          + MAX_LENGTH
          + " characters long";
    }
    if (!allowsHttp && uri.getScheme().equalsIgnoreCase("http")) {
      return "must begin with https://";
    }
    if (uri.getRawUserInfo() != null) {
      return "must not have a user or a password";
    }
    if (uri.getPort() == 0 || uri.getPort() > MAX_PORT) {
      return "must have a port from 1 to 65535, or none";
    }
    return brokenByHost(host);
  }

  /** Parses an address of HTTP without a fragment; null if it is something else, or too long. */
  private static @Nullable URI parse(String url) {
    try {
      URI uri = new URI(url);
      boolean isHttp =
          "https".equalsIgnoreCase(uri.getScheme()) || "http".equalsIgnoreCase(uri.getScheme());
      return isHttp && uri.getRawFragment() == null && url.length() <= MAX_LENGTH ? uri : null;
    } catch (URISyntaxException e) {
      return null;
    }
  }

  private @Nullable String brokenByHost(String host) {
    boolean isLiteral = host.startsWith("[") || IPV4.matcher(host).matches();
    if (!isLiteral) {
      return host.endsWith(".") || NUMERIC_END.matcher(host).matches()
          ? "must have a host that is a name, or an address in its usual form"
          : null;
    }
    try {
      return addresses.admit(host, InetAddress.getByName(host))
          ? null
          : "must not have an address that is not on the internet";
    } catch (UnknownHostException e) {
      return "must have a host that is a name, or an address in its usual form";
    }
  }
}
