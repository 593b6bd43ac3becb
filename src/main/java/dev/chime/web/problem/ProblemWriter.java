package dev.chime.web.problem;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import tools.jackson.databind.json.JsonMapper;

/** Writes problem details for requests that do not reach a controller. Thread-safe. */
public final class ProblemWriter {

  private final JsonMapper mapper;

  /** Creates a writer that uses this mapper. */
  public ProblemWriter(JsonMapper mapper) {
    this.mapper = mapper;
  }

  /** Writes a problem detail as the response to a request. */
  public void write(HttpServletRequest request, HttpServletResponse response, ProblemDetail problem)
      throws IOException {
    problem.setInstance(instance(request));
    byte[] json = mapper.writeValueAsBytes(problem);
    response.setStatus(problem.getStatus());
    response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
    response.setContentLength(json.length);
    response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    response.getOutputStream().write(json);
  }

  /** The URI of the request; null if the headers of a proxy make it invalid. */
  private static @Nullable URI instance(HttpServletRequest request) {
    try {
      return new URI(request.getRequestURI());
    } catch (URISyntaxException e) {
      return null;
    }
  }
}
