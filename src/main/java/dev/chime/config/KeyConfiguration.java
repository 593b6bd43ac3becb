package dev.chime.config;

import dev.chime.web.access.ApiKeys;
import dev.chime.web.access.Quotas;
import dev.chime.web.http.CorsRefusals;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.UrlBasedCorsConfigurationSource;
import org.springframework.web.filter.CorsFilter;
import tools.jackson.databind.json.JsonMapper;

/** Makes beans of the configured API keys, quotas and CORS origins. */
@Configuration(proxyBeanMethods = false)
class KeyConfiguration {

  /** What web pages of other origins may use where they are allowed to. */
  private static final List<String> API =
      List.of(
          "/timers",
          "/deliveries",
          "/queues",
          "/endpoints",
          "/schedules",
          "/clock",
          "/whoami",
          "/nodes");

  private static final Logger LOG = LoggerFactory.getLogger(KeyConfiguration.class);

  @Bean
  ApiKeys apiKeys(AccessProperties properties) {
    ApiKeys keys = properties.toKeys();
    if (keys.isEmpty()) {
      if (properties.open()) {
        LOG.warn("There are no API keys: anybody who can reach this service may do everything");
      } else {
        LOG.info("There are no API keys: this service can be reached from this machine only");
      }
    }
    return keys;
  }

  @Bean
  Quotas quotas(AccessProperties properties) {
    return properties.toQuotas();
  }

  /** Runs before access is checked, because browsers send preflight requests without a key. */
  @Bean
  @ConditionalOnProperty("chime.cors.allowed-origins")
  FilterRegistrationBean<CorsFilter> cors(AccessProperties properties, JsonMapper mapper) {
    CorsConfiguration cors = new CorsConfiguration();
    cors.setAllowedOrigins(properties.cors().allowedOrigins());
    cors.setAllowedMethods(List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"));
    cors.setAllowedHeaders(List.of("*"));
    cors.setExposedHeaders(
        List.of(
            "ETag",
            "Location",
            "Preference-Applied",
            "RateLimit",
            "RateLimit-Policy",
            "Retry-After"));
    UrlBasedCorsConfigurationSource source = new UrlBasedCorsConfigurationSource();
    for (String path : API) {
      source.registerCorsConfiguration(path + "/**", cors);
      source.registerCorsConfiguration(path, cors);
    }
    CorsFilter filter = new CorsFilter(source);
    filter.setCorsProcessor(new CorsRefusals(mapper));
    FilterRegistrationBean<CorsFilter> registration = new FilterRegistrationBean<>(filter);
    registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
    return registration;
  }
}
