package dev.chime.config.tracing;

import dev.chime.delivery.push.CallTrace;
import dev.chime.timer.service.TimerListener;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.SdkTracerProviderBuilderCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.core.Ordered;

/** What makes spans, if there is somewhere to send them to. */
@Configuration(proxyBeanMethods = false)
@Conditional(TracingIsOn.class)
class TracingConfiguration {

  @Bean
  Spans spans(OpenTelemetry telemetry) {
    return new Spans(telemetry);
  }

  @Bean
  SdkTracerProviderBuilderCustomizer linkedSampling(Sampler others) {
    return builder -> builder.setSampler(new LinkedSampler(others));
  }

  /** Behind the check of keys, so that nobody else makes spans. */
  @Bean
  FilterRegistrationBean<CreateTracing> createTracing(Spans spans) {
    FilterRegistrationBean<CreateTracing> filter =
        new FilterRegistrationBean<>(new CreateTracing(spans));
    filter.addUrlPatterns("/timers", "/timers/*");
    filter.setOrder(Ordered.LOWEST_PRECEDENCE);
    return filter;
  }

  @Bean
  @Primary
  TimerListener elapseTracing(TimerListener timerMetrics, Spans spans) {
    return new ElapseTracing(timerMetrics, spans);
  }

  @Bean
  CallTrace.Source deliverTracing(Spans spans) {
    return new DeliverTracing(spans);
  }
}
