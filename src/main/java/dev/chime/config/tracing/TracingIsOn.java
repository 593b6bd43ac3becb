package dev.chime.config.tracing;

import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.StringUtils;

/** Whether there is an address to send traces to. */
final class TracingIsOn implements Condition {

  private static final String ENDPOINT = "management.opentelemetry.tracing.export.otlp.endpoint";

  static boolean in(Environment environment) {
    return StringUtils.hasText(environment.getProperty(ENDPOINT));
  }

  @Override
  public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
    return in(context.getEnvironment());
  }
}
