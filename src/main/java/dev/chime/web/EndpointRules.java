package dev.chime.web;

import dev.chime.delivery.EndpointSettings;
import dev.chime.web.problem.ProblemType.Violation;
import org.jspecify.annotations.Nullable;

/** The rules for where the service may call, and with which headers. Thread-safe. */
@FunctionalInterface
public interface EndpointRules {

  /**
   * The first rule that an endpoint breaks.
   *
   * @return null if it may be called like that
   */
  @Nullable Violation brokenBy(EndpointSettings settings);
}
