package dev.chime.schedule.cron;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random expressions against a search by brute force. {@code -Dchime.cron=full} tries all zones of
 * the JDK over ten years each.
 */
class CronPropertiesTest {

  private static final boolean FULL = "full".equals(System.getProperty("chime.cron"));
  private static final int ZONES = FULL ? Integer.MAX_VALUE : 20;
  private static final Duration SPAN = Duration.ofDays(FULL ? 3653 : 800);

  private static final List<String> ZONES_OF_CHANGES =
      List.of(
          "Europe/Berlin",
          "America/New_York",
          "Australia/Lord_Howe",
          "America/Havana",
          "Asia/Tehran",
          "Pacific/Apia",
          "America/Sao_Paulo",
          "Africa/Casablanca",
          "Antarctica/Troll",
          "Asia/Gaza");

  @Test
  void equalsTheSearchByMinutes() {
    long seed = Long.getLong("chime.seed", System.nanoTime());
    Random random = new Random(seed);
    List<String> zones = new ArrayList<>(ZoneId.getAvailableZoneIds().stream().sorted().toList());
    Collections.shuffle(zones, random);
    List<String> chosen =
        Stream.concat(ZONES_OF_CHANGES.stream(), zones.stream().limit(ZONES)).toList();
    for (String zone : chosen) {
      String expression = expression(random);
      Instant from = Instant.ofEpochSecond(random.nextLong(0, 4_000_000_000L));
      assertEqual(expression, ZoneId.of(zone), from, SPAN, "-Dchime.seed=" + seed);
    }
  }

  /** Ten years of a daily schedule across all changes of ten zones. */
  @ParameterizedTest
  @ValueSource(
      strings = {"30 2 * * *", "0 0 * * *", "15 1,2,3 * * *", "*/20 * * * *", "0 */3 * * *"})
  void followsTheClocksForTenYears(String expression) {
    for (String zone : ZONES_OF_CHANGES) {
      Instant from = Instant.parse("2015-03-01T00:00:00Z");
      assertEqual(expression, ZoneId.of(zone), from, Duration.ofDays(3653), "");
    }
  }

  private static void assertEqual(
      String expression, ZoneId zone, Instant from, Duration span, String replay) {
    Instant until = from.plus(span);
    SortedSet<Instant> expected = new BruteForce(expression).instants(from, until, zone);
    CronExpression parsed = parseIfItMatches(expression);
    SortedSet<Instant> found = new TreeSet<>();
    Instant last = from;
    while (parsed != null) {
      Instant next = parsed.next(last, zone);
      if (next == null || next.isAfter(until)) {
        break;
      }
      assertThat(next).as(expression + " " + zone + " " + replay).isAfter(last);
      found.add(next);
      last = next;
    }
    assertThat(found).as("%s in %s from %s %s", expression, zone, from, replay).isEqualTo(expected);
  }

  private static @Nullable CronExpression parseIfItMatches(String expression) {
    try {
      return CronExpression.parse(expression);
    } catch (InvalidCronException e) { // on days that do not exist
      return null;
    }
  }

  private static String expression(Random random) {
    String minute = field(random, 0, 59, 3);
    return minute
        + " "
        + field(random, 0, 23, 3)
        + " "
        + field(random, 1, 31, 2)
        + " "
        + field(random, 1, 12, 2)
        + " "
        + field(random, 0, 7, 2);
  }

  private static String field(Random random, int min, int max, int most) {
    if (random.nextInt(3) == 0) {
      return random.nextInt(3) == 0 ? "*/" + (1 + random.nextInt(max)) : "*";
    }
    return String.join(
        ",",
        IntStream.rangeClosed(0, random.nextInt(most))
            .mapToObj(_ -> item(random, min, max))
            .toList());
  }

  private static String item(Random random, int min, int max) {
    int first = min + random.nextInt(max - min + 1);
    int last = first + random.nextInt(max - first + 1);
    return switch (random.nextInt(4)) {
      case 0 -> first + "-" + last;
      case 1 -> first + "-" + last + "/" + (1 + random.nextInt(5));
      case 2 -> max == 7 ? "" + first : first + "/" + (1 + random.nextInt(20));
      default -> "" + first;
    };
  }
}
