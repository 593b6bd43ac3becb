package dev.chime.web.http;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/** The target of a request that Jetty has refused. */
final class RequestTarget {

  /** The paths that Jetty uses in place of targets that it could not read. */
  private static final Set<String> PLACEHOLDERS = Set.of("/badMessage", "/badRequest");

  private static final Set<UriCompliance.Violation> OUTSIDE_OF_PATHS =
      Set.of(UriCompliance.Violation.USER_INFO, UriCompliance.Violation.FRAGMENT);

  private RequestTarget() {}

  /** Whether the request was refused because of its path. */
  static boolean hasBadPath(Request request) {
    return Http1Connection.badTarget(request.getConnectionMetaData()) != null
        || !OUTSIDE_OF_PATHS.containsAll(request.getHttpURI().getViolations());
  }

  /** The path, for the {@code instance} of a problem detail; null if it is unknown. */
  static @Nullable URI instance(Request request) {
    String bad = Http1Connection.badTarget(request.getConnectionMetaData());
    String path = bad == null ? request.getHttpURI().getPath() : bad.split("\\?", 2)[0];
    return path == null || PLACEHOLDERS.contains(path) ? null : reference(path);
  }

  /** The path as it was sent, with invalid characters escaped; null if that is not possible. */
  private static @Nullable URI reference(String path) {
    try {
      return new URI(path);
    } catch (URISyntaxException e) {
      try {
        return URI.create(new URI(null, null, path, null).toASCIIString());
      } catch (URISyntaxException | IllegalArgumentException notEscapable) {
        return null;
      }
    }
  }
}
