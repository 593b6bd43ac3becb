package dev.chime.config;

import dev.chime.web.http.RequestTimer;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.web.filter.RequestContextFilter;

/** The filter that times requests, and one of Boot's that is not needed. */
@Configuration(proxyBeanMethods = false)
class RequestFiltersConfiguration {

  /** In the place of Boot's filter of observations. */
  @Bean
  FilterRegistrationBean<RequestTimer> requestTimer(MeterRegistry registry) {
    FilterRegistrationBean<RequestTimer> filter =
        new FilterRegistrationBean<>(new RequestTimer(registry));
    filter.setOrder(Ordered.HIGHEST_PRECEDENCE + 1);
    return filter;
  }

  /**
   * No handler asks its thread for the request, but those of Spring's servlet, which tells them.
   */
  @Bean
  FilterRegistrationBean<RequestContextFilter> requestContextFilter() {
    FilterRegistrationBean<RequestContextFilter> filter =
        new FilterRegistrationBean<>(new RequestContextFilter());
    filter.setEnabled(false);
    return filter;
  }
}
