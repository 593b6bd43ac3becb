package dev.chime.config;

import dev.chime.timer.Millis;
import dev.chime.timer.Namespace;
import dev.chime.timer.TestClock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The properties under {@code chime} for test clocks.
 *
 * @param testNamespaces the namespaces whose time stands still until it is turned, by name
 */
@ConfigurationProperties("chime")
public record TestNamespaceProperties(@DefaultValue Map<String, TestNamespace> testNamespaces) {

  /**
   * A test namespace.
   *
   * @param start what its clock shows at first; the time of the first start if it is not given
   * @param deliver whether its timers are delivered
   */
  public record TestNamespace(@Nullable Instant start, @DefaultValue("true") boolean deliver) {}

  List<TestClock> toClocks(Instant now) {
    return testNamespaces.entrySet().stream()
        .map(
            each -> {
              Instant start = each.getValue().start();
              return new TestClock(
                  new Namespace(each.getKey()),
                  start == null ? now : Millis.ceil(start),
                  each.getValue().deliver());
            })
        .toList();
  }
}
