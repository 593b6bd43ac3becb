package dev.chime.config;

import dev.chime.web.http.RequestTimer;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;

/** How requests are timed. */
@Configuration(proxyBeanMethods = false)
class RequestMetricsConfiguration {

  /** In the place of Boot's filter of observations. */
  @Bean
  FilterRegistrationBean<RequestTimer> requestTimer(MeterRegistry registry) {
    FilterRegistrationBean<RequestTimer> filter =
        new FilterRegistrationBean<>(new RequestTimer(registry));
    filter.setOrder(Ordered.HIGHEST_PRECEDENCE + 1);
    return filter;
  }
}
