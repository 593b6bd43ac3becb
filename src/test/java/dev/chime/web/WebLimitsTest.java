package dev.chime.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The ends of waits are spread, so that crowds do not come back at once. */
class WebLimitsTest {

  private static final Duration MOST = Duration.ofSeconds(60);
  private static final int MANY = 10_000;

  private final Random random = new Random(42);

  private static WebLimits limits(double jitter) {
    return new WebLimits(
        Duration.ofSeconds(30), MOST, jitter, Duration.ofSeconds(15), 1, 1, url -> null);
  }

  private Set<Duration> spread(double jitter, Duration wait) {
    Set<Duration> seen = new HashSet<>();
    for (int i = 0; i < MANY; i++) {
      seen.add(limits(jitter).spread(wait, random));
    }
    return seen;
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0.02S", "PT1S", "PT20S", "PT56.6S"})
  void aWaitIsALittleLonger(Duration wait) {
    Duration longest = wait.plus(wait.multipliedBy(6).dividedBy(100));
    assertThat(spread(0.06, wait))
        .hasSizeGreaterThan(1)
        .allSatisfy(spread -> assertThat(spread).isBetween(wait, longest));
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT56.7S", "PT58S", "PT59.999S", "PT60S"})
  void aWaitNearTheCapIsSpreadAsWideAndNeverBeyondIt(Duration wait) {
    Duration shortest = MOST.minus(wait.multipliedBy(6).dividedBy(100));
    assertThat(spread(0.06, wait))
        .hasSizeGreaterThan(3000)
        .allSatisfy(spread -> assertThat(spread).isBetween(shortest.minusMillis(1), MOST));
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0S", "PT0.000001S", "PT0.016S"})
  void thereIsNothingToSpreadInNothing(Duration wait) {
    assertThat(spread(0.06, wait)).containsExactly(wait);
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0S", "PT20S", "PT60S"})
  void withoutJitterAWaitIsAsLongAsItSays(Duration wait) {
    assertThat(spread(0, wait)).containsExactly(wait);
  }
}
