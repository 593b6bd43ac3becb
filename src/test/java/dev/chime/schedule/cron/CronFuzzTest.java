package dev.chime.schedule.cron;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Random expressions against the clock itself. A failure names its seed, and {@code
 * -Dchime.seed=<seed>} repeats it; {@code -Dchime.cron=full} takes all zones of the JDK.
 */
class CronFuzzTest {

  private static final boolean IS_FULL = "full".equals(System.getProperty("chime.cron"));
  private static final int DAYS_IN_400_YEARS = 146_097;

  private final long seed = Long.getLong("chime.seed", System.nanoTime());
  private final Random random = new Random(seed);

  @Test
  void tenYearsMinuteByMinute() {
    for (ZoneId zone : zones(IS_FULL ? Integer.MAX_VALUE : 8)) {
      replayable(
          () -> {
            // Until 1972 some clocks differed from UTC by parts of a minute.
            Instant from = startOfYear(1973 + random.nextInt(100));
            walk(from, from.plus(Duration.ofDays(3653)), zone, 60);
          });
    }
  }

  @Test
  void daysAroundChangesOfTheClockSecondBySecond() {
    for (ZoneId zone : zones(IS_FULL ? Integer.MAX_VALUE : 40)) {
      replayable(
          () -> {
            for (int i = 0; i < 2; i++) {
              ZoneOffsetTransition change =
                  zone.getRules().nextTransition(startOfYear(1800 + random.nextInt(300)));
              if (change != null) {
                Instant from = change.getInstant().minusSeconds(random.nextInt(100_000));
                walk(from, from.plus(Duration.ofDays(2)), zone, 1);
              }
            }
          });
    }
  }

  @ParameterizedTest
  @CsvSource({
    "Europe/Berlin, 2, 30",
    "America/New_York, 2, 0",
    "America/Havana, 0, 30",
    "Australia/Lord_Howe, 1, 45",
    "Asia/Beirut, 0, 0",
    "America/Santiago, 23, 15",
    "Pacific/Chatham, 3, 0",
    "Antarctica/Troll, 1, 30",
    "Africa/Casablanca, 2, 59",
    "Atlantic/Azores, 0, 30"
  })
  void aDailyTimeOverTenYears(ZoneId zone, int hour, int minute) {
    RandomCron daily = RandomCron.daily(hour, minute);
    Instant from = startOfYear(2026);
    Instant to = startOfYear(2036);
    assertThat(new ClockWalk(daily).compare(zone, from, to, 60))
        .isBetween(3652, 3653); // the zone may be a day ahead at one end
  }

  @Test
  void whatNeverMatchesIsRefusedAndNothingElse() {
    for (int i = IS_FULL ? 2_000 : 200; i > 0; i--) {
      replayable(
          () -> {
            RandomCron cron = new RandomCron(random, false);
            assertThat(isRefused(cron)).as(cron.text).isEqualTo(isNever(cron));
          });
    }
  }

  private static boolean isNever(RandomCron cron) {
    LocalDate first = LocalDate.of(2000, 1, 1);
    for (int day = 0; day < DAYS_IN_400_YEARS; day++) {
      if (cron.matches(first.plusDays(day))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isRefused(RandomCron cron) {
    try {
      CronExpression.parse(cron.text);
      return false;
    } catch (InvalidCronException e) {
      assertThat(e.rule()).as(cron.text).isEqualTo(CronExpression.NEVER_RULE);
      return true;
    }
  }

  private void walk(Instant from, Instant to, ZoneId zone, int step) {
    RandomCron cron;
    do {
      cron = new RandomCron(random, step == 1);
    } while (isRefused(cron));
    new ClockWalk(cron).compare(zone, from, to, step);
  }

  private List<ZoneId> zones(int most) {
    List<String> ids = new ArrayList<>(ZoneId.getAvailableZoneIds());
    Collections.sort(ids);
    Collections.shuffle(ids, random);
    return ids.stream().limit(most).map(ZoneId::of).toList();
  }

  private static Instant startOfYear(int year) {
    return LocalDate.of(year, 1, 1).atStartOfDay().toInstant(ZoneOffset.UTC);
  }

  private void replayable(Runnable test) {
    try {
      test.run();
    } catch (Throwable thrown) {
      throw new AssertionError("replay with -Dchime.seed=" + seed + ": " + thrown, thrown);
    }
  }
}
