package dev.chime.web.http;

import dev.chime.web.problem.ProblemType;
import dev.chime.web.problem.ProblemWriter;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;

/**
 * Refuses requests that name another host than one of {@link AllowedHosts}. It goes by the header
 * {@code Host} as it was {@linkplain SentHost sent}, which browsers do not let pages set.
 */
public final class HostGuard implements Filter {

  private final AllowedHosts allowed;
  private final ProblemWriter problems;

  /** Creates a filter that refuses requests with problem details. */
  public HostGuard(AllowedHosts allowed, ProblemWriter problems) {
    this.allowed = allowed;
    this.problems = problems;
  }

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (request instanceof HttpServletRequest asked
        && response instanceof HttpServletResponse answer
        && !isAllowed(asked)) {
      problems.write(
          asked,
          answer,
          ProblemType.MISDIRECTED.problem(
              HttpStatus.MISDIRECTED_REQUEST,
              HttpHeaders.HOST,
              "must be localhost, an address of the loopback interface, or in"
                  + " chime.allowed-hosts"));
    } else {
      chain.doFilter(request, response);
    }
  }

  /** Only HTTP/1.0 may leave the header out, and no browser does. */
  private boolean isAllowed(HttpServletRequest request) {
    String host = SentHost.of(request);
    return host == null || allowed.admit(host);
  }
}
