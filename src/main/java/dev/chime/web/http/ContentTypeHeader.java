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

/** The {@code Content-Type} of requests, which has to make sense even where there is no body. */
final class ContentTypeHeader {

  private ContentTypeHeader() {}

  /** What is wrong with a request's; null if nothing is. */
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
      MimeTypes.getCharsetFromContentType(type); // is less exact, and not to fail later
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
