package dev.chime.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.unit.DataSize;

class ChimePropertiesTest {

  @Configuration(proxyBeanMethods = false)
  @EnableConfigurationProperties(ChimeProperties.class)
  static class Properties {}

  private final ApplicationContextRunner context =
      new ApplicationContextRunner().withUserConfiguration(Properties.class);

  @Test
  void withoutASettingThereAreDefaults() {
    context
        .withPropertyValues("chime.node=a") // else it is another one each time
        .run(
            started ->
                assertThat(started.getBean(ChimeProperties.class))
                    .isEqualTo(
                        new ChimeProperties(
                            new ChimeProperties.Executor(0, 1_000_000),
                            new ChimeProperties.LongPoll(
                                Duration.ofSeconds(30), Duration.ofSeconds(60), 0.06, 20_000),
                            new ChimeProperties.Http(
                                100_000, Duration.ofSeconds(30), Duration.ofSeconds(20), 200),
                            new ChimeProperties.Payload(DataSize.ofKilobytes(64)),
                            new ChimeProperties.Batch(DataSize.ofMegabytes(8)),
                            Duration.ofHours(24),
                            "data",
                            new ChimeProperties.Store(100_000_000, DataSize.ofBytes(0), 16_384),
                            new ChimeProperties.Events(
                                10_000, DataSize.ofMegabytes(16), Duration.ofSeconds(15)),
                            "a",
                            Duration.ofMinutes(5),
                            Duration.ofMillis(100),
                            Duration.ofSeconds(10),
                            1)));
  }

  @Test
  void shardsAreHalfTheProcessorsUnlessSet() {
    int processors = Runtime.getRuntime().availableProcessors();
    assertThat(new ChimeProperties.Executor(0, 1).shardsOrDefault())
        .isEqualTo(Math.max(1, processors / 2));
    assertThat(new ChimeProperties.Executor(3, 1).shardsOrDefault()).isEqualTo(3);
  }

  @Test
  void everythingCanBeSet() {
    context
        .withPropertyValues(
            "chime.node=a",
            "chime.executor.shards=2",
            "chime.executor.capacity=10",
            "chime.long-poll.default-wait=5s",
            "chime.long-poll.max-wait=5s",
            "chime.payload.max-size=1KB",
            "chime.retention=1m",
            "chime.data=/somewhere/else",
            "chime.store.max-pending=5",
            "chime.store.max-size=1GB",
            "chime.store.queue=100",
            "chime.batch.max-size=2MB",
            "chime.http.max-connections=8",
            "chime.http.idle-timeout=7s",
            "chime.http.header-timeout=6s",
            "chime.http.min-body-rate=5",
            "chime.long-poll.jitter=0.5",
            "chime.long-poll.max-parked=99",
            "chime.events.max-count=7",
            "chime.events.max-size=3MB",
            "chime.events.heartbeat=4s",
            "chime.lookahead=1m",
            "chime.sweep-interval=2s",
            "chime.overdue-after=1s",
            "chime.expected-nodes=3")
        .run(
            started ->
                assertThat(started.getBean(ChimeProperties.class))
                    .isEqualTo(
                        new ChimeProperties(
                            new ChimeProperties.Executor(2, 10),
                            new ChimeProperties.LongPoll(
                                Duration.ofSeconds(5), Duration.ofSeconds(5), 0.5, 99),
                            new ChimeProperties.Http(
                                8, Duration.ofSeconds(7), Duration.ofSeconds(6), 5),
                            new ChimeProperties.Payload(DataSize.ofKilobytes(1)),
                            new ChimeProperties.Batch(DataSize.ofMegabytes(2)),
                            Duration.ofMinutes(1),
                            "/somewhere/else",
                            new ChimeProperties.Store(5, DataSize.ofGigabytes(1), 100),
                            new ChimeProperties.Events(
                                7, DataSize.ofMegabytes(3), Duration.ofSeconds(4)),
                            "a",
                            Duration.ofMinutes(1),
                            Duration.ofSeconds(2),
                            Duration.ofSeconds(1),
                            3)));
  }

  /** Not as a URL, a resource of the class path or with options. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "db",
        "db/../db",
        "file:d",
        "classpath:db",
        "http://d",
        "d?busy_timeout=1",
        "d%41"
      })
  void theFolderIsWhatIsSaid(String name) {
    context
        .withPropertyValues("chime.data=" + name)
        .run(
            started ->
                assertThat(started.getBean(ChimeProperties.class).dataFolder())
                    .isEqualTo(Path.of(name)));
  }

  /** Which Spring replaces in any property. */
  @ParameterizedTest
  @CsvSource({
    "d-${chime.node}, d-a",
    "'d-\\${chime.node}', 'd-${chime.node}'",
    "d-${nothing.of.that.name}, d-${nothing.of.that.name}",
    "d-$, d-$"
  })
  void theFolderMayBeNamedAfterAnotherProperty(String name, String folder) {
    context
        .withPropertyValues("chime.node=a", "chime.data=" + name)
        .run(
            started ->
                assertThat(started.getBean(ChimeProperties.class).dataFolder())
                    .isEqualTo(Path.of(folder)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "chime.executor.shards=-1",
        "chime.executor.shards=1025",
        "chime.store.max-pending=0",
        "chime.store.max-size=-1B",
        "chime.store.queue=1",
        "chime.lookahead=0s",
        "chime.overdue-after=-1s",
        "chime.executor.shards=many",
        "chime.expected-nodes=0",
        "chime.executor.capacity=0",
        "chime.executor.capacity=-1",
        "chime.long-poll.default-wait=0s",
        "chime.long-poll.default-wait=-1s",
        "chime.long-poll.default-wait=61s",
        "chime.long-poll.max-wait=0s",
        "chime.long-poll.max-wait=29s",
        "chime.long-poll.max-wait=soon",
        "chime.payload.max-size=-1B",
        "chime.payload.max-size=3GB",
        "chime.retention=0s",
        "chime.retention=-1h",
        "chime.data=",
        "chime.data=a\0b"
      })
  void nonsenseKeepsTheServerFromStartingAndIsNamed(String setting) {
    String name = setting.substring(0, setting.indexOf('='));
    context
        .withPropertyValues(setting)
        .run(
            started -> {
              assertThat(started).hasFailed();
              assertThat(started.getStartupFailure())
                  .satisfiesAnyOf(
                      failure -> assertThat(failure).rootCause().hasMessageContaining(name),
                      failure -> assertThat(failure).cause().hasMessageContaining(name));
            });
  }
}
