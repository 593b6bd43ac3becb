package dev.chime.web.access;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.DispatcherType;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.web.DefaultSecurityFilterChain;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.firewall.StrictHttpFirewall;
import org.springframework.security.web.util.matcher.AnyRequestMatcher;
import tools.jackson.databind.json.JsonMapper;

/** Which key is needed for what. Requests hold no session, so most of what is usual is not here. */
@Configuration(proxyBeanMethods = false)
class AccessConfiguration {

  @Bean
  SecurityFilterChain access(
      HttpSecurity http, ApiKeys keys, JsonMapper mapper, MeterRegistry registry) {
    if (keys.isEmpty()) {
      return new DefaultSecurityFilterChain(AnyRequestMatcher.INSTANCE, List.of());
    }
    ProblemWriter problems = new ProblemWriter(mapper);
    String metrics = "/actuator/prometheus";
    return http.csrf(AbstractHttpConfigurer::disable)
        .sessionManagement(AbstractHttpConfigurer::disable)
        .securityContext(AbstractHttpConfigurer::disable)
        .requestCache(AbstractHttpConfigurer::disable)
        .servletApi(AbstractHttpConfigurer::disable)
        .anonymous(AbstractHttpConfigurer::disable)
        .headers(AbstractHttpConfigurer::disable)
        .logout(AbstractHttpConfigurer::disable)
        .addFilterBefore(
            new KeyFilter(keys, new FailedAttempts(registry), problems), AuthorizationFilter.class)
        .exceptionHandling(
            handling ->
                handling
                    .authenticationEntryPoint(
                        (request, response, e) -> problems.unauthorized(request, response, false))
                    .accessDeniedHandler((request, response, e) -> problems.forbidden(response)))
        .authorizeHttpRequests(
            requests -> {
              requests
                  .dispatcherTypeMatchers(DispatcherType.ASYNC, DispatcherType.ERROR)
                  .permitAll();
              requests.requestMatchers("/actuator/health/**", "/v3/api-docs/**").permitAll();
              requests.requestMatchers("/docs/**", "/swagger-ui/**").permitAll();
              if (keys.hasOneForMetrics()) {
                requests.requestMatchers(metrics).hasAuthority("METRICS");
              } else {
                requests.requestMatchers(metrics).permitAll();
              }
              requests.requestMatchers("/actuator/**").hasAuthority("ADMIN");
              for (HttpMethod reading :
                  List.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS)) {
                requests.requestMatchers(reading, "/timers/**").hasAuthority("READ");
              }
              requests.requestMatchers("/timers/**").hasAuthority("WRITE");
              requests.anyRequest().authenticated();
            })
        .build();
  }

  /** Methods that do not exist are answered like any that are not allowed. */
  @Bean
  StrictHttpFirewall httpFirewall() {
    StrictHttpFirewall firewall = new StrictHttpFirewall();
    firewall.setUnsafeAllowAnyHttpMethod(true);
    return firewall;
  }
}
