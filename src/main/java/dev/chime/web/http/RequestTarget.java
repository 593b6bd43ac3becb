package dev.chime.web.http;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/** What a request that Jetty refuses was sent to. */
final class RequestTarget {

  /** What Jetty puts in the place of targets that it could not read. */
  private static final Set<String> PLACEHOLDERS = Set.of("/badMessage", "/badRequest");

  private static final Set<UriCompliance.Violation> OUTSIDE_OF_PATHS =
      Set.of(UriCompliance.Violation.USER_INFO, UriCompliance.Violation.FRAGMENT);

  private RequestTarget() {}

  /** Whether its path is what is wrong with it. */
  static boolean hasBadPath(Request request) {
    return Http1Connection.badTarget(request.getConnectionMetaData()) != null
        || !OUTSIDE_OF_PATHS.containsAll(request.getHttpURI().getViolations());
  }

  /** Its path, for a problem's {@code instance}; null if it is not known. */
  static @Nullable URI instance(Request request) {
    String bad = Http1Connection.badTarget(request.getConnectionMetaData());
    String path = bad == null ? request.getHttpURI().getPath() : bad.split("\\?", 2)[0];
    return path == null || PLACEHOLDERS.contains(path) ? null : reference(path);
  }

  /** The path as it was sent, with what may not be in a URI escaped; null if that is hopeless. */
  private static @Nullable URI reference(String path) {
    try {
      return new URI(path);
    } catch (URISyntaxException e) {
      try {
        return URI.create(new URI(null, null, path, null).toASCIIString());
      } catch (URISyntaxException | IllegalArgumentException hopeless) {
        return null;
      }
    }
  }
}
