package dev.chime.web.http;

import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names by which clients may call a service that only this machine can reach: those that mean
 * this machine wherever they are asked for, and some more. Immutable.
 *
 * <p>A web page can have its own name lead to the loopback address (DNS rebinding), so that a
 * browser lets it read whatever is served there. But then the browser names the page's host.
 */
public final class AllowedHosts {

  private static final String LOCALHOST = "localhost";
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+]");
  private static final Pattern HOST = Pattern.compile("(" + NAME.pattern() + ")(:[0-9]*)?");
  private static final String BYTE = "\\.(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
  private static final Pattern LOOPBACK =
      Pattern.compile("127(" + BYTE + "){3}|\\[::1]|(.+\\.)?" + LOCALHOST);

  private final Set<String> more = new HashSet<>();

  /**
   * Allows some hosts more than those of the loopback interface.
   *
   * @param more names or addresses, those of IPv6 in brackets
   * @throws IllegalArgumentException if one is something else
   */
  public AllowedHosts(Collection<String> more) {
    for (String name : more) {
      if (!NAME.matcher(name).matches()) {
        throw new IllegalArgumentException(
            "chime.allowed-hosts must be names or addresses, without a scheme or a port: " + name);
      }
      this.more.add(plain(name));
    }
  }

  /** Whether a {@code Host} header names one of them, on any port. */
  boolean admit(String header) {
    Matcher parts = HOST.matcher(header);
    if (!parts.matches()) {
      return false;
    }
    String name = plain(parts.group(1));
    return LOOPBACK.matcher(name).matches() || more.contains(name);
  }

  /** In lower case, and without the dot at the end that a full name may have. */
  private static String plain(String name) {
    String full = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    return full.toLowerCase(Locale.ROOT);
  }
}
