package dev.chime.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chime.timer.Namespace;
import dev.chime.web.access.Quota;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

/** Quotas and hosts as they may be set. */
class AccessPropertiesTest {

  @Configuration(proxyBeanMethods = false)
  @EnableConfigurationProperties(AccessProperties.class)
  static class Properties {}

  private final ApplicationContextRunner context =
      new ApplicationContextRunner().withUserConfiguration(Properties.class);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "chime.quotas.default.creates-per-second=-1",
        "chime.quotas.default.creates-per-second=1000000001",
        "chime.quotas.namespaces.shop.creates-per-second=1000000001",
        "chime.quotas.namespaces.shop.creates-burst=1000000001"
      })
  void nonsenseKeepsTheServerFromStartingAndIsNamed(String setting) {
    context
        .withPropertyValues(setting)
        .run(
            started -> {
              assertThat(started).hasFailed();
              assertThat(started.getStartupFailure())
                  .rootCause()
                  .hasMessageContaining("chime.quotas");
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://a", "a,b:80", "[::1]:80", "a/b"})
  void whatIsNoHostKeepsTheServerFromStartingAndIsNamed(String hosts) {
    context
        .withPropertyValues("chime.allowed-hosts=" + hosts)
        .run(
            started -> {
              assertThat(started).hasFailed();
              assertThat(started.getStartupFailure())
                  .rootCause()
                  .hasMessageContaining("chime.allowed-hosts");
            });
  }

  @Test
  void theLargestQuotas() {
    context
        .withPropertyValues(
            "chime.quotas.default.creates-per-second=1000000000",
            "chime.quotas.default.creates-burst=1000000000")
        .run(
            started ->
                assertThat(started.getBean(AccessProperties.class).toQuotas().of(Namespace.DEFAULT))
                    .isEqualTo(new Quota(0, 1_000_000_000, 1_000_000_000, 0)));
  }
}
