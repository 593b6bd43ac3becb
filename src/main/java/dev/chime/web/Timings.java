package dev.chime.web;

import dev.chime.schedule.Timing;
import dev.chime.schedule.cron.CronExpression;
import dev.chime.schedule.cron.InvalidCronException;
import dev.chime.timer.Millis;
import dev.chime.timer.Timer;
import dev.chime.web.problem.InvalidRequestException;
import dev.chime.web.text.DurationText;
import dev.chime.web.text.TimeText;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** Parses when a schedule has its occurrences: fields or parameters with the same names. */
final class Timings {

  private static final Duration SHORTEST = Duration.ofMillis(100);

  private Timings() {}

  /** Returns the timing. Exactly one of {@code cron} and {@code every} must be given. */
  static Timing parse(@Nullable String cron, @Nullable String every, @Nullable String zone) {
    if (cron != null && every != null) {
      throw new InvalidRequestException("every", "must not be given together with cron");
    }
    if (cron != null) {
      return new Timing.Cron(expression(cron), zone == null ? ZoneOffset.UTC : zone(zone));
    }
    if (every == null) {
      throw new InvalidRequestException("cron", "or every must be given");
    }
    if (zone != null) {
      throw new InvalidRequestException("zone", "must come with cron");
    }
    Duration interval = DurationText.parse("every", every);
    if (interval.compareTo(SHORTEST) < 0 || interval.compareTo(Timer.HORIZON) > 0) {
      throw new InvalidRequestException("every", "must be from 100 milliseconds to 100 years");
    }
    return new Timing.Every(Millis.ceil(interval));
  }

  private static CronExpression expression(String cron) {
    try {
      return CronExpression.parse(cron);
    } catch (InvalidCronException e) {
      throw new InvalidRequestException(
          "cron", e.field() == null ? e.rule() : e.field() + " " + e.rule());
    }
  }

  private static ZoneId zone(String zone) {
    try {
      return "UTC".equals(zone) ? ZoneOffset.UTC : ZoneId.of(zone);
    } catch (DateTimeException e) {
      throw new InvalidRequestException(
          "zone", "must be an IANA time zone such as \"Europe/Berlin\"");
    }
  }

  /** Returns a time at which instants may begin. */
  static Instant time(String field, String text) {
    Instant time = TimeText.ceil(field, text);
    if (time.isBefore(Instant.EPOCH)) {
      throw new InvalidRequestException(field, "must be in a year from 1970 on");
    }
    return time;
  }
}
