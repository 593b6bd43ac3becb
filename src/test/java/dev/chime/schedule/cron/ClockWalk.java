package dev.chime.schedule.cron;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.zone.ZoneRules;

/**
 * Watches the wall clock of a zone, minute by minute or second by second, and notes what happens as
 * the rule has it: each time when the clock first shows it, those it leaves out when it jumps, or
 * whatever it shows.
 */
final class ClockWalk {

  private static final long DAY = 86_400;

  private final RandomCron cron;
  private long day = Long.MIN_VALUE;
  private boolean isDay;

  ClockWalk(RandomCron cron) {
    this.cron = cron;
  }

  /**
   * Compares the expression with the clock.
   *
   * @param step 60 or 1: how many seconds the clock goes at a time
   * @return how often it happens
   */
  int compare(ZoneId zone, Instant from, Instant to, int step) {
    CronExpression expression = CronExpression.parse(cron.text);
    ZoneRules rules = zone.getRules();
    long begin = from.getEpochSecond();
    long end = to.getEpochSecond();
    Instant next = expression.next(from.minusNanos(1), zone);
    long latest = Long.MIN_VALUE;
    int count = 0;
    for (long second = begin - 3 * DAY; second < end; second += step) {
      Instant instant = Instant.ofEpochSecond(second);
      long shown = second + rules.getOffset(instant).getTotalSeconds();
      boolean isFirst = shown > latest;
      boolean happens = (cron.isAsShown || isFirst) && matches(shown);
      if (!cron.isAsShown && latest != Long.MIN_VALUE) {
        for (long left = latest + step; left < shown && !happens; left += step) {
          happens = matches(left);
        }
      }
      latest = Math.max(latest, shown);
      if (happens && second >= begin) {
        assertThat(next).as("%s in %s", cron.text, zone).isEqualTo(instant);
        next = expression.next(instant, zone);
        count++;
      }
    }
    if (next != null) {
      assertThat(next).as("%s in %s", cron.text, zone).isAfterOrEqualTo(to);
    }
    return count;
  }

  private boolean matches(long shown) {
    long today = Math.floorDiv(shown, DAY);
    if (today != day) {
      day = today;
      isDay = cron.matches(LocalDate.ofEpochDay(today));
    }
    return isDay && cron.matches((int) (shown - today * DAY));
  }
}
