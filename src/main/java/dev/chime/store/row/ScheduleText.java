package dev.chime.store.row;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.chime.schedule.Missed;
import dev.chime.schedule.Overlap;
import dev.chime.schedule.Progress;
import dev.chime.schedule.Progress.Pending;
import dev.chime.schedule.ScheduleSettings;
import dev.chime.schedule.TimerTemplate;
import dev.chime.schedule.Timing;
import dev.chime.schedule.cron.CronExpression;
import dev.chime.timer.Destination;
import dev.chime.timer.Namespace;
import dev.chime.timer.TimerId;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Converts settings and progress of schedules to JSON and back. Times and durations are
 * milliseconds. What is null may be left out.
 */
final class ScheduleText {

  private static final JsonMapper MAPPER = JsonMapper.shared();

  /** How many characters of settings are kept with what they say. */
  private static final int MOST_KEPT = 4 << 20;

  /** Settings seldom change, and are read with each occurrence. */
  private static final Cache<String, ScheduleSettings> PARSED =
      Caffeine.newBuilder()
          .maximumWeight(MOST_KEPT)
          .weigher((String text, ScheduleSettings settings) -> text.length())
          .executor(Runnable::run)
          .build();

  private record Settings(
      @Nullable String cron,
      @Nullable String zone,
      @Nullable Long every,
      @Nullable Long from,
      @Nullable Long until,
      @Nullable Integer count,
      @Nullable Long flexible,
      @Nullable Missed missed,
      @Nullable Overlap overlap,
      @Nullable Long maxLateness,
      @Nullable String payload,
      @Nullable Map<String, String> labels,
      @Nullable String deliver) {}

  private record State(
      long made,
      @Nullable Long done,
      @Nullable String pending,
      @Nullable Long instant,
      @Nullable Long deadline,
      int behind,
      long missed,
      long cut,
      @Nullable String delivery,
      String zoneData) {}

  private ScheduleText() {}

  /** Converts settings to text. */
  static String of(ScheduleSettings settings) {
    TimerTemplate timer = settings.timer();
    Timing timing = settings.timing();
    return MAPPER.writeValueAsString(
        new Settings(
            timing instanceof Timing.Cron cron ? cron.expression().toString() : null,
            timing instanceof Timing.Cron cron ? cron.zone().getId() : null,
            timing instanceof Timing.Every every ? every.interval().toMillis() : null,
            TimerRow.toMillis(settings.from()),
            TimerRow.toMillis(settings.until()),
            settings.count(),
            settings.flexible().toMillis(),
            settings.missed(),
            settings.overlap(),
            TimerRow.toMillis(timer.maxLateness()),
            timer.payload(),
            timer.labels(),
            timer.destination() == null ? null : timer.destination().text()));
  }

  /**
   * Converts a text back to settings.
   *
   * @throws IllegalArgumentException if an expression or a zone is wrong
   */
  static ScheduleSettings settings(String text) {
    return PARSED.get(text, ScheduleText::parse);
  }

  private static ScheduleSettings parse(String text) {
    Settings read = MAPPER.readValue(text, Settings.class);
    return new ScheduleSettings(
        timing(read),
        instant(read.from),
        instant(read.until),
        read.count,
        Duration.ofMillis(read.flexible == null ? 0 : read.flexible),
        read.missed == null ? Missed.ONE : read.missed,
        read.overlap == null ? Overlap.ALLOW : read.overlap,
        new TimerTemplate(
            read.maxLateness == null ? null : Duration.ofMillis(read.maxLateness),
            read.payload,
            read.labels == null ? Map.of() : read.labels,
            read.deliver == null ? null : Destination.parse(read.deliver)));
  }

  private static Timing timing(Settings read) {
    if (read.every != null) {
      return new Timing.Every(Duration.ofMillis(read.every));
    }
    return new Timing.Cron(
        CronExpression.parse(read.cron == null ? "" : read.cron),
        ZoneId.of(read.zone == null ? "UTC" : read.zone));
  }

  private static @Nullable Instant instant(@Nullable Long millis) {
    return millis == null ? null : Instant.ofEpochMilli(millis);
  }

  /** Converts a progress to text. */
  static String of(Progress progress) {
    Pending pending = progress.pending();
    return MAPPER.writeValueAsString(
        new State(
            progress.made(),
            TimerRow.toMillis(progress.done()),
            pending == null ? null : pending.id().value(),
            pending == null ? null : pending.instant().toEpochMilli(),
            pending == null ? null : pending.deadline().toEpochMilli(),
            progress.behind(),
            progress.missed(),
            progress.cut(),
            progress.delivery(),
            progress.zoneData()));
  }

  /** Converts a text back to a progress. */
  static Progress progress(Namespace namespace, String text) {
    State read = MAPPER.readValue(text, State.class);
    return new Progress(
        read.made,
        instant(read.done),
        pending(namespace, read.pending, read.instant, read.deadline),
        read.behind,
        read.missed,
        read.cut,
        read.delivery,
        read.zoneData);
  }

  private static @Nullable Pending pending(
      Namespace namespace, @Nullable String id, @Nullable Long instant, @Nullable Long deadline) {
    return id == null || instant == null || deadline == null
        ? null
        : new Pending(
            new TimerId(namespace, id),
            Instant.ofEpochMilli(instant),
            Instant.ofEpochMilli(deadline));
  }
}
