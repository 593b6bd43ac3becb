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

/** Answers requests that never get to a controller. Thread-safe. */
public final class ProblemWriter {

  private final JsonMapper mapper;

  /** A writer of what this mapper makes of problems. */
  public ProblemWriter(JsonMapper mapper) {
    this.mapper = mapper;
  }

  /** Answers a request with a problem. */
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

  /** What was asked for; null if a proxy's headers make it what cannot be in a URI. */
  private static @Nullable URI instance(HttpServletRequest request) {
    try {
      return new URI(request.getRequestURI());
    } catch (URISyntaxException e) {
      return null;
    }
  }
}
