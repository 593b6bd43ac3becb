package dev.chime.web.http;

import dev.chime.web.problem.ProblemType;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.Enumeration;
import org.eclipse.jetty.http.MimeTypes;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.util.MimeType;
import org.springframework.util.MimeTypeUtils;

/** Checks the header {@code Content-Type}, which must be valid even if there is no body. */
final class ContentTypeHeader {

  private ContentTypeHeader() {}

  /**
   * Checks the header of a request.
   *
   * @return null if it is valid
   */
  static @Nullable ProblemDetail problem(HttpServletRequest request) {
    Enumeration<String> types = request.getHeaders(HttpHeaders.CONTENT_TYPE);
    if (!types.hasMoreElements()) {
      return null;
    }
    String type = types.nextElement();
    if (types.hasMoreElements()) {
      return problem("must be given at most once");
    }
    return type.equals(MediaType.APPLICATION_JSON_VALUE) ? null : problem(type, request);
  }

  private static @Nullable ProblemDetail problem(String type, HttpServletRequest request) {
    MimeType parsed;
    try {
      parsed = MimeTypeUtils.parseMimeType(type);
      MimeTypes.getCharsetFromContentType(type); // Jetty's parser: it must not fail later
    } catch (IllegalArgumentException e) {
      return problem("must be a media type, with UTF-8 as its charset if it has one");
    }
    boolean isOther =
        parsed.getCharset() != null && !StandardCharsets.UTF_8.equals(parsed.getCharset());
    return isOther && hasBody(request)
        ? problem("must have the charset UTF-8, or none: JSON is in UTF-8")
        : null;
  }

  private static boolean hasBody(HttpServletRequest request) {
    return HttpMethod.POST.matches(request.getMethod())
        || HttpMethod.PUT.matches(request.getMethod())
        || HttpMethod.PATCH.matches(request.getMethod());
  }

  private static ProblemDetail problem(String rule) {
    return ProblemType.INVALID_REQUEST.problem(
        HttpStatus.UNSUPPORTED_MEDIA_TYPE, HttpHeaders.CONTENT_TYPE, rule);
  }
}
