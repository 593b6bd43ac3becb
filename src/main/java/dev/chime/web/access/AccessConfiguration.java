package dev.chime.web.access;

import static org.springframework.security.authorization.SingleResultAuthorizationManager.permitAll;
import static org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher.pathPattern;

import dev.chime.web.audit.AuditLog;
import dev.chime.web.problem.Methods;
import dev.chime.web.problem.ProblemWriter;
import dev.chime.web.problem.Problems;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.config.BeanIds;
import org.springframework.security.web.DefaultSecurityFilterChain;
import org.springframework.security.web.FilterChainProxy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.ExceptionTranslationFilter;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;
import org.springframework.security.web.access.intercept.RequestMatcherDelegatingAuthorizationManager;
import org.springframework.security.web.firewall.StrictHttpFirewall;
import org.springframework.security.web.savedrequest.NullRequestCache;
import org.springframework.security.web.util.matcher.AnyRequestMatcher;
import tools.jackson.databind.json.JsonMapper;

/**
 * The rules for access: which request needs a key of which role. There are no sessions and no
 * logins, so only the filters of Spring Security for authentication and authorization are used.
 */
@Configuration(proxyBeanMethods = false)
class AccessConfiguration {

  @Bean
  SecurityFilterChain access(
      ApiKeys keys, JsonMapper mapper, MeterRegistry registry, AuditLog audit) {
    if (keys.isEmpty()) {
      return new DefaultSecurityFilterChain(AnyRequestMatcher.INSTANCE, List.of());
    }
    Refusals refusals = new Refusals(new ProblemWriter(mapper));
    ExceptionTranslationFilter translation =
        new ExceptionTranslationFilter(
            (request, response, e) -> refusals.unauthorized(request, response, false),
            new NullRequestCache());
    translation.setAccessDeniedHandler(
        (request, response, e) -> refusals.forbidden(request, response));
    AuthorizationFilter rules = new AuthorizationFilter(rules(keys));
    rules.setFilterAsyncDispatch(false);
    rules.setFilterErrorDispatch(false);
    return new DefaultSecurityFilterChain(
        AnyRequestMatcher.INSTANCE,
        new KeyFilter(keys, new FailedAttempts(registry), refusals, audit),
        translation,
        rules);
  }

  /** The first rule that matches applies. The most frequent requests come first. */
  private static AuthorizationManager<HttpServletRequest> rules(ApiKeys keys) {
    var rules = RequestMatcherDelegatingAuthorizationManager.builder();
    for (HttpMethod reading : List.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS)) {
      rules.add(pathPattern(reading, "/timers/**"), needs(Role.READ));
      rules.add(pathPattern(reading, "/deliveries/**"), needs(Role.READ));
      rules.add(pathPattern(reading, "/schedules/**"), needs(Role.READ));
      rules.add(pathPattern(reading, "/endpoints/**"), needs(Role.READ));
      rules.add(pathPattern(reading, "/clock/**"), needs(Role.READ));
    }
    rules.add(pathPattern(Methods.TRACE, "/**"), permitAll()); // the answer is 405, not 401
    rules.add(pathPattern("/timers/**"), needs(Role.WRITE));
    for (String work :
        List.of(
            "/queues/**",
            "/deliveries/ack",
            "/deliveries/*/ack",
            "/deliveries/*/nack",
            "/deliveries/*/extend")) {
      rules.add(pathPattern(work), needs(Role.WORK));
    }
    rules.add(pathPattern("/deliveries/**"), needs(Role.WRITE));
    rules.add(pathPattern("/schedules/**"), needs(Role.WRITE));
    rules.add(pathPattern("/clock/**"), needs(Role.WRITE));
    rules.add(pathPattern("/endpoints/**"), needs(Role.ADMIN));
    for (HttpMethod reading : List.of(HttpMethod.GET, HttpMethod.HEAD)) {
      rules.add(pathPattern(reading, "/console"), permitAll());
      rules.add(pathPattern(reading, "/console/**"), permitAll());
    }
    rules.add(pathPattern("/nodes/**"), needs(Role.ADMIN));
    rules.add(pathPattern("/snapshots/**"), needs(Role.ADMIN));
    for (String open :
        List.of("/", "/actuator/health/**", "/v3/api-docs", "/docs/**", "/webjars/**")) {
      rules.add(pathPattern(open), permitAll());
    }
    rules.add(
        pathPattern("/actuator/prometheus"),
        keys.hasOneForMetrics() ? needs(Role.METRICS) : permitAll());
    rules.add(pathPattern("/actuator/**"), needs(Role.ADMIN));
    return rules.anyRequest().authenticated().build();
  }

  private static AuthorizationManager<RequestAuthorizationContext> needs(Role role) {
    AuthorizationDecision granted = new AuthorizationDecision(true);
    AuthorizationDecision denied = new AuthorizationDecision(false);
    return (authentication, context) ->
        authentication.get() instanceof KeyAuthentication(ApiKey key) && key.role().includes(role)
            ? granted
            : denied;
  }

  /**
   * The filter of Spring Security, registered directly. By default it comes behind another one that
   * parses the path of each request.
   */
  @Bean(BeanIds.SPRING_SECURITY_FILTER_CHAIN)
  FilterChainProxy accessFilter(SecurityFilterChain access, JsonMapper mapper) {
    ProblemWriter problems = new ProblemWriter(mapper);
    FilterChainProxy filter = new FilterChainProxy(access);
    filter.setFirewall(firewall());
    filter.setRequestRejectedHandler(
        (request, response, e) -> problems.write(request, response, Problems.badPath()));
    return filter;
  }

  /**
   * Rejects ambiguous paths only. Unknown methods, headers and parameters pass: later code knows
   * the rules for them and can describe the problem better.
   */
  private static StrictHttpFirewall firewall() {
    StrictHttpFirewall firewall = new StrictHttpFirewall();
    firewall.setUnsafeAllowAnyHttpMethod(true);
    firewall.setAllowedHeaderNames(name -> true);
    firewall.setAllowedHeaderValues(value -> true);
    firewall.setAllowedParameterNames(name -> true);
    return firewall;
  }
}
