package dev.chime.web.http;

import dev.chime.web.problem.Methods;
import dev.chime.web.problem.ProblemType;
import dev.chime.web.problem.ProblemWriter;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Enumeration;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;

/** Refuses or changes requests that servlets and Spring do not handle correctly. */
public final class RequestGuard implements Filter {

  private final ProblemWriter problems;

  /** Creates a filter that refuses requests with problem details. */
  public RequestGuard(ProblemWriter problems) {
    this.problems = problems;
  }

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (request instanceof HttpServletRequest httpRequest
        && response instanceof HttpServletResponse httpResponse) {
      @Nullable ProblemDetail problem = problem(httpRequest);
      if (problem == null) {
        filter(AcceptRequest.of(httpRequest), httpResponse, chain);
      } else {
        problems.write(httpRequest, httpResponse, problem);
      }
    }
  }

  private static @Nullable ProblemDetail problem(HttpServletRequest request) {
    @Nullable ProblemDetail problem = ForwardedHeaders.problem(request);
    if (problem == null) {
      problem = ContentTypeHeader.problem(request);
    }
    return problem == null ? repeatedKey(request) : problem;
  }

  /** Of two keys nobody knows which one is meant; so it is also where none is needed. */
  private static @Nullable ProblemDetail repeatedKey(HttpServletRequest request) {
    Enumeration<String> keys = request.getHeaders(HttpHeaders.AUTHORIZATION);
    if (!keys.hasMoreElements()) {
      return null;
    }
    keys.nextElement();
    return keys.hasMoreElements()
        ? ProblemType.INVALID_REQUEST.problem(
            HttpStatus.BAD_REQUEST, HttpHeaders.AUTHORIZATION, "must be given at most once")
        : null;
  }

  private static void filter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    switch (request.getMethod()) {
      case "OPTIONS" -> chain.doFilter(request, new OptionsResponse(response));
      case "TRACE" -> chain.doFilter(new TraceRequest(request), response);
      default -> chain.doFilter(request, response);
    }
  }

  private static final class TraceRequest extends HttpServletRequestWrapper {

    TraceRequest(HttpServletRequest request) {
      super(request);
    }

    @Override
    public String getMethod() {
      return Methods.TRACE.name();
    }
  }
}
