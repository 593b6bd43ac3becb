package dev.chime.config.tracing;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.AutoConfigurationImportFilter;
import org.springframework.boot.autoconfigure.AutoConfigurationMetadata;
import org.springframework.context.EnvironmentAware;
import org.springframework.core.env.Environment;
import org.springframework.core.env.StandardEnvironment;

/**
 * Leaves out what Spring Boot configures for OpenTelemetry unless there is somewhere to send traces
 * to. Otherwise each start would load the SDK and begin its threads for nothing. What sends logs is
 * always left out: they are printed.
 */
final class OnlyWithTracing implements AutoConfigurationImportFilter, EnvironmentAware {

  private static final String TELEMETRY = "org.springframework.boot.opentelemetry.";
  private static final String LOGS = TELEMETRY + "autoconfigure.logging.";
  private static final String TRACES = "org.springframework.boot.micrometer.tracing.";

  private Environment environment = new StandardEnvironment();

  @Override
  public void setEnvironment(Environment environment) {
    this.environment = environment;
  }

  @Override
  public boolean[] match(
      @Nullable String[] classes, AutoConfigurationMetadata autoConfigurationMetadata) {
    boolean isOn = TracingIsOn.in(environment);
    boolean[] matches = new boolean[classes.length];
    for (int i = 0; i < classes.length; i++) {
      String name = classes[i];
      matches[i] = name == null || isWanted(name, isOn);
    }
    return matches;
  }

  private static boolean isWanted(String name, boolean isOn) {
    return isOn ? !name.startsWith(LOGS) : !name.startsWith(TELEMETRY) && !name.startsWith(TRACES);
  }
}
