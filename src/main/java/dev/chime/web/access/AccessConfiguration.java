package dev.chime.web.access;

import static org.springframework.security.authorization.SingleResultAuthorizationManager.permitAll;
import static org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher.pathPattern;

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
 * Which key is needed for what. Requests hold no session and nobody logs in, so of Spring
 * Security's filters only those are here that ask who may do what.
 */
@Configuration(proxyBeanMethods = false)
class AccessConfiguration {

  @Bean
  SecurityFilterChain access(ApiKeys keys, JsonMapper mapper, MeterRegistry registry) {
    if (keys.isEmpty()) {
      return new DefaultSecurityFilterChain(AnyRequestMatcher.INSTANCE, List.of());
    }
    Refusals refused = new Refusals(new ProblemWriter(mapper));
    ExceptionTranslationFilter refusals =
        new ExceptionTranslationFilter(
            (request, response, e) -> refused.unauthorized(request, response, false),
            new NullRequestCache());
    refusals.setAccessDeniedHandler((request, response, e) -> refused.forbidden(request, response));
    AuthorizationFilter rules = new AuthorizationFilter(rules(keys));
    rules.setFilterAsyncDispatch(false);
    rules.setFilterErrorDispatch(false);
    return new DefaultSecurityFilterChain(
        AnyRequestMatcher.INSTANCE,
        new KeyFilter(keys, new FailedAttempts(registry), refused),
        refusals,
        rules);
  }

  /** The first that matches counts; what is asked most comes first. */
  private static AuthorizationManager<HttpServletRequest> rules(ApiKeys keys) {
    var rules = RequestMatcherDelegatingAuthorizationManager.builder();
    for (HttpMethod reading : List.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS)) {
      rules.add(pathPattern(reading, "/timers/**"), needs(Role.READ));
    }
    rules.add(pathPattern(Methods.TRACE, "/**"), permitAll()); // to be told that it is not
    rules.add(pathPattern("/timers/**"), needs(Role.WRITE));
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
    return (who, what) ->
        who.get() instanceof KeyAuthentication(ApiKey key) && key.role().includes(role)
            ? granted
            : denied;
  }

  /**
   * The filter of Spring Security. By default it is one of several in a chain, the first of which
   * parses the path of each request, for whoever may need it.
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
   * Lets only plain paths in. Methods that do not exist are answered like any that are not allowed,
   * and what is wrong with a header or a parameter is for those to say who know what it should be.
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
