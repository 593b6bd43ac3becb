package dev.chime.cli;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Where the service on this machine listens, unless a command is told. */
final class ServiceAddress {

  private static final String DEFAULT_PORT = "8080";

  private ServiceAddress() {}

  /**
   * The address at a port: that of the first of these properties which is set, on the command line
   * or in the environment. Files are not looked at, so that this takes no time.
   */
  static String of(List<String> properties, Map<String, String> environment, String... names) {
    String port =
        Stream.of(names)
            .flatMap(name -> Stream.ofNullable(value(name, properties, environment)))
            .findFirst()
            .orElse(DEFAULT_PORT);
    return "http://127.0.0.1:" + port;
  }

  private static @Nullable String value(
      String name, List<String> properties, Map<String, String> environment) {
    String start = "--" + name + "=";
    return properties.stream()
        .filter(each -> each.startsWith(start))
        .map(each -> each.substring(start.length()))
        .findFirst()
        .orElse(environment.get(name.toUpperCase(Locale.ROOT).replace('.', '_')));
  }

  /**
   * The URL of a path of the service.
   *
   * @throws IllegalArgumentException if the base is no URL
   */
  static URI resolve(String base, String path) {
    URI url = URI.create(base.endsWith("/") ? base + path.substring(1) : base + path);
    if (url.getHost() == null || !url.getScheme().matches("https?")) {
      throw new IllegalArgumentException("it must begin with http:// or https://, and name a host");
    }
    return url;
  }
}
