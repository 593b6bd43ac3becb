package dev.chime.schedule;

import dev.chime.timer.TimerId;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Ids of timers that are occurrences: {@code {schedule}~{yyyyMMddTHHmmssZ}}, with the instant of
 * the occurrence in UTC. Milliseconds are added where there are some, and {@code ~2}, {@code ~3}
 * and so on where the id is taken.
 */
public final class OccurrenceId {

  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter MILLIS =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss.SSS'Z'").withZone(ZoneOffset.UTC);
  private static final char SEPARATOR = '~';
  private static final Pattern INSTANT = Pattern.compile("\\d{8}T\\d{6}(\\.\\d{3})?Z(~\\d{1,6})?");

  private OccurrenceId() {}

  /** The id of the occurrence of a schedule at an instant, a whole number of milliseconds. */
  static TimerId of(ScheduleId schedule, Instant instant) {
    String time = (instant.toEpochMilli() % 1000 == 0 ? SECONDS : MILLIS).format(instant);
    return new TimerId(schedule.namespace(), schedule.value() + SEPARATOR + time);
  }

  /** The id of an extra occurrence, which is made at this time. */
  static TimerId ofExtra(ScheduleId schedule, Instant now) {
    return new TimerId(schedule.namespace(), schedule.value() + SEPARATOR + MILLIS.format(now));
  }

  /** Another id for the same occurrence, where others are taken. */
  static TimerId another(TimerId id, int number) {
    return new TimerId(id.namespace(), id.value() + SEPARATOR + number);
  }

  /**
   * The schedule that a timer is an occurrence of, by its id.
   *
   * @return null if it is not an occurrence
   */
  public static @Nullable ScheduleId scheduleOf(TimerId id) {
    int end = id.value().indexOf(SEPARATOR);
    boolean isOccurrence =
        end > 0 && INSTANT.matcher(id.value()).region(end + 1, id.value().length()).matches();
    return isOccurrence ? schedule(id, end) : null;
  }

  private static @Nullable ScheduleId schedule(TimerId id, int end) {
    try {
      return new ScheduleId(id.namespace(), id.value().substring(0, end));
    } catch (IllegalArgumentException e) { // too long
      return null;
    }
  }

  /** Whether a timer is an occurrence of a schedule, by its id. */
  public static boolean isOccurrence(TimerId id) {
    return scheduleOf(id) != null;
  }
}
