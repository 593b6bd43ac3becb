package dev.chime.config;

import dev.chime.web.access.ApiKeys;
import dev.chime.web.http.AllowedHosts;
import dev.chime.web.http.HostGuard;
import dev.chime.web.http.HttpLimits;
import dev.chime.web.http.JettyCustomizer;
import dev.chime.web.http.RequestGuard;
import dev.chime.web.http.SentHost;
import dev.chime.web.http.UnreadBodyFilter;
import dev.chime.web.problem.ProblemWriter;
import jakarta.servlet.Filter;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import tools.jackson.databind.json.JsonMapper;

/** Protects Jetty: on the port of the API, and on the port of the Actuator if it has its own. */
@Configuration(proxyBeanMethods = false)
class JettyConfiguration {

  @Bean
  JettyCustomizer jetty(JsonMapper mapper, ChimeProperties properties) {
    ChimeProperties.Http http = properties.http();
    return new JettyCustomizer(
        mapper,
        new HttpLimits(
            http.maxConnections(), http.idleTimeout(), http.headerTimeout(), http.minBodyRate()));
  }

  @Bean
  FilterRegistrationBean<UnreadBodyFilter> unreadBodyFilter() {
    return first(new UnreadBodyFilter(), 0);
  }

  /**
   * Runs after the filters for metrics and CORS: refusals are counted and get CORS headers. With
   * keys no page can do anything without one; and who opens the service to the network means to be
   * reached by other names.
   */
  @Bean
  FilterRegistrationBean<HostGuard> hostGuard(
      ApiKeys keys, AccessProperties access, JsonMapper mapper) {
    FilterRegistrationBean<HostGuard> guard =
        first(new HostGuard(new AllowedHosts(access.allowedHosts()), new ProblemWriter(mapper)), 2);
    guard.setEnabled(keys.isEmpty() && !access.open());
    return guard;
  }

  /** For the guard of hosts. */
  @Bean
  SentHost sentHost() {
    return new SentHost();
  }

  @Bean
  FilterRegistrationBean<RequestGuard> requestGuard(JsonMapper mapper) {
    return first(new RequestGuard(new ProblemWriter(mapper)), 3);
  }

  private static <T extends Filter> FilterRegistrationBean<T> first(T filter, int place) {
    FilterRegistrationBean<T> registration = new FilterRegistrationBean<>(filter);
    registration.setOrder(Ordered.HIGHEST_PRECEDENCE + place);
    return registration;
  }
}
