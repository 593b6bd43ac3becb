package dev.chime.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.chime.schedule.Overlap;
import dev.chime.schedule.Progress;
import dev.chime.schedule.Progress.Pending;
import dev.chime.schedule.Schedule;
import dev.chime.schedule.ScheduleSettings;
import dev.chime.schedule.ScheduleState;
import dev.chime.schedule.TimerTemplate;
import dev.chime.schedule.Timing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A schedule as clients see it. Fields that do not apply are left out.
 *
 * @param next the next instants, that of the pending occurrence first
 * @param pending the pending occurrence
 * @param made how many occurrences there have been, the pending one included
 * @param missedCount how many instants have passed without an occurrence of their own
 * @param cutCount how often more of them had been missed than may be made up for
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ScheduleResponse(
    String id,
    ScheduleState state,
    @Nullable String cron,
    @Nullable String every,
    @Nullable String zone,
    @Nullable String from,
    @Nullable String until,
    @Nullable Integer count,
    @Nullable String flexible,
    String missed,
    String overlap,
    Template timer,
    List<String> next,
    @Nullable PendingOccurrence pending,
    long made,
    long missedCount,
    long cutCount,
    String createdAt,
    long version) {

  /** What all occurrences have in common. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Template(
      @Nullable String ifLate,
      @Nullable String maxLateness,
      @JsonRawValue @Nullable String payload,
      Map<String, String> labels,
      @Nullable DeliverField deliver) {

    private static Template of(TimerTemplate timer) {
      Duration late = timer.maxLateness();
      return new Template(
          late == null ? null : LateFields.SKIP,
          late == null ? null : late.toString(),
          timer.payload(),
          new TreeMap<>(timer.labels()),
          DeliverField.of(timer.destination()));
    }
  }

  /** The occurrence that has no outcome yet. */
  record PendingOccurrence(String id, String deadline) {}

  private static final int INSTANTS = 5;

  /** Returns a schedule. */
  static ScheduleResponse of(Schedule schedule) {
    ScheduleSettings settings = schedule.settings();
    Progress progress = schedule.progress();
    Pending pending = progress.pending();
    Timing timing = settings.timing();
    return new ScheduleResponse(
        schedule.id().value(),
        schedule.state(),
        timing instanceof Timing.Cron cron ? cron.expression().toString() : null,
        timing instanceof Timing.Every(Duration interval) ? interval.toString() : null,
        timing instanceof Timing.Cron cron ? zone(cron) : null,
        settings.from() == null ? null : TimerResponse.time(settings.from()),
        settings.until() == null ? null : TimerResponse.time(settings.until()),
        settings.count(),
        settings.flexible().isZero() ? null : settings.flexible().toString(),
        settings.missed().name().toLowerCase(Locale.ROOT),
        overlap(settings.overlap()),
        Template.of(settings.timer()),
        next(schedule).stream().map(TimerResponse::time).toList(),
        pending == null
            ? null
            : new PendingOccurrence(pending.id().value(), TimerResponse.time(pending.deadline())),
        progress.made(),
        progress.missed(),
        progress.cut(),
        TimerResponse.time(schedule.createdAt()),
        schedule.version());
  }

  private static String zone(Timing.Cron cron) {
    String id = cron.zone().getId();
    return id.equals("Z") ? "UTC" : id;
  }

  private static String overlap(Overlap overlap) {
    return overlap.name().toLowerCase(Locale.ROOT);
  }

  /** The next instants, as far as the end and the count allow. */
  private static List<Instant> next(Schedule schedule) {
    Pending pending = schedule.progress().pending();
    if (pending == null) {
      return List.of();
    }
    Integer count = schedule.settings().count();
    long most =
        count == null ? INSTANTS : Math.min(INSTANTS, 1 + count - schedule.progress().made());
    List<Instant> instants = new ArrayList<>();
    Instant next = pending.instant();
    while (next != null && instants.size() < most) {
      instants.add(next);
      next = schedule.next(next);
    }
    return instants;
  }
}
