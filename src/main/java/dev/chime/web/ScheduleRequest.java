package dev.chime.web;

import dev.chime.schedule.Missed;
import dev.chime.schedule.Overlap;
import dev.chime.schedule.ScheduleSettings;
import dev.chime.schedule.TimerTemplate;
import dev.chime.schedule.Timing;
import dev.chime.timer.Millis;
import dev.chime.web.problem.InvalidRequestException;
import dev.chime.web.text.DurationText;
import dev.chime.web.text.TimeText;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request to make or change a schedule.
 *
 * @param cron the instants, as a cron expression; this or {@code every}
 * @param every the instants, as the time between two of them; this or {@code cron}
 * @param zone with {@code cron}: the time zone whose wall clock it is about
 * @param from the first possible instant
 * @param until the last possible instant
 * @param count the most occurrences
 * @param flexible the window after each instant within which its occurrence is placed
 * @param missed what becomes of instants that were missed
 * @param overlap what becomes of an occurrence while the one before is being delivered
 * @param timer what all occurrences have in common
 */
record ScheduleRequest(
    @Nullable String cron,
    @Nullable String every,
    @Nullable String zone,
    @Nullable String from,
    @Nullable String until,
    @Nullable Integer count,
    @Nullable String flexible,
    @Nullable String missed,
    @Nullable String overlap,
    @Nullable Template timer) {

  /** What all occurrences have in common: fields as of a timer. */
  record Template(
      @Nullable String ifLate,
      @Nullable String maxLateness,
      @Nullable JsonText payload,
      @Nullable Map<String, String> labels,
      @Nullable DeliverField deliver) {

    private TimerTemplate toTemplate(WebLimits limits) {
      return inTimer(
          () ->
              new TimerTemplate(
                  late(),
                  payload == null ? null : payload.checked(limits.maxPayloadBytes()),
                  Labels.checked(labels),
                  DeliverField.parse(deliver, limits)));
    }

    private @Nullable Duration late() {
      Duration most = LateFields.parse(ifLate, maxLateness);
      return most == null ? null : Millis.ceil(most);
    }

    /** Says of a problem that it is in this object. */
    private static <T> T inTimer(Supplier<T> parsing) {
      try {
        return parsing.get();
      } catch (InvalidRequestException e) {
        throw new InvalidRequestException(e.status(), "timer." + e.field(), e.rule());
      }
    }
  }

  private static final int MOST_COUNT = 1_000_000_000;
  private static final Duration MOST_FLEXIBLE = Duration.ofHours(24);

  /** Returns the settings, or throws the problem with the first rule that is broken. */
  ScheduleSettings toSettings(WebLimits limits) {
    Timing timing = Timings.parse(cron, every, zone);
    Instant first = from == null ? null : Timings.time("from", from);
    Instant last = until == null ? null : TimeText.floor("until", until);
    if (first != null && last != null && last.isBefore(first)) {
      throw new InvalidRequestException("until", "must not be before from");
    }
    if (count != null && (count < 1 || count > MOST_COUNT)) {
      throw new InvalidRequestException("count", "must be from 1 to " + MOST_COUNT);
    }
    ScheduleSettings usual = ScheduleSettings.of(timing, first);
    return new ScheduleSettings(
        timing,
        first,
        last,
        count,
        flexible == null ? usual.flexible() : window(timing, flexible),
        choice("missed", missed, Missed.class, usual.missed(), "\"one\", \"all\" or \"none\""),
        choice("overlap", overlap, Overlap.class, usual.overlap(), "\"allow\" or \"skip\""),
        timer == null ? usual.timer() : timer.toTemplate(limits));
  }

  private static Duration window(Timing timing, String text) {
    Duration given = DurationText.parse("flexible", text);
    if (given.compareTo(MOST_FLEXIBLE) > 0) {
      throw new InvalidRequestException("flexible", "must be at most 24 hours");
    }
    Duration window = Millis.ceil(given);
    if (timing instanceof Timing.Every(Duration interval) && window.compareTo(interval) > 0) {
      throw new InvalidRequestException("flexible", "must not be longer than every");
    }
    return window;
  }

  private static <E extends Enum<E>> E choice(
      String field, @Nullable String text, Class<E> type, E unless, String choices) {
    if (text == null) {
      return unless;
    }
    for (E each : type.getEnumConstants()) {
      if (each.name().toLowerCase(Locale.ROOT).equals(text)) {
        return each;
      }
    }
    throw new InvalidRequestException(field, "must be " + choices);
  }
}
