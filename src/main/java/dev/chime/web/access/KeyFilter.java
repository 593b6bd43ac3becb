package dev.chime.web.access;

import dev.chime.web.audit.AuditLog;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Authenticates requests by their API key. A request without a key goes on, because it may be
 * allowed. A wrong key is refused here, and counted for the client's address. The audit log has
 * those that are within the limit for an address, so that nobody can fill it.
 */
final class KeyFilter extends OncePerRequestFilter {

  private static final String SCHEME = "bearer ";

  private final ApiKeys keys;
  private final FailedAttempts failures;
  private final Refusals refusals;
  private final AuditLog audit;

  KeyFilter(ApiKeys keys, FailedAttempts failures, Refusals refusals, AuditLog audit) {
    this.keys = keys;
    this.failures = failures;
    this.refusals = refusals;
    this.audit = audit;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    String header = request.getHeader(HttpHeaders.AUTHORIZATION); // the only one: see RequestGuard
    if (header == null) {
      chain.doFilter(request, response);
      return;
    }
    ApiKey key = find(header);
    if (key == null) {
      long wait = failures.count(request.getRemoteAddr());
      if (wait > 0) {
        refusals.tooManyFailures(request, response, wait);
      } else {
        audit.wrongKey(request.getRemoteAddr());
        refusals.unauthorized(request, response, true);
      }
      return;
    }
    SecurityContext context = SecurityContextHolder.createEmptyContext();
    context.setAuthentication(new KeyAuthentication(key));
    SecurityContextHolder.setContext(context);
    request.setAttribute(NamespaceArgument.ATTRIBUTE, key.namespace());
    try {
      chain.doFilter(request, response);
    } finally {
      SecurityContextHolder.clearContext();
    }
  }

  private @Nullable ApiKey find(String header) {
    boolean isBearer =
        header.length() > SCHEME.length()
            && header.substring(0, SCHEME.length()).toLowerCase(Locale.ROOT).equals(SCHEME);
    return isBearer ? keys.find(header.substring(SCHEME.length()).strip()) : null;
  }
}
