package dev.chime.schedule.cron;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chime.schedule.Missed;
import dev.chime.schedule.Overlap;
import dev.chime.schedule.ScheduleChanges;
import dev.chime.schedule.ScheduleId;
import dev.chime.schedule.ScheduleSettings;
import dev.chime.schedule.TimerTemplate;
import dev.chime.schedule.Timing;
import dev.chime.store.JdbcTimerStore;
import dev.chime.store.StoreLimits;
import dev.chime.store.commit.NoopCommitListener;
import dev.chime.timer.Blocking;
import dev.chime.timer.ClockTurn;
import dev.chime.timer.Namespace;
import dev.chime.timer.TestClock;
import dev.chime.timer.TestClockStore.Turned;
import dev.chime.timer.Timer;
import dev.chime.timer.TimerState;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A daily schedule in each of ten zones, over ten years by a test clock. */
class TenYearsTest {

  private static final Namespace TEST = new Namespace("test");
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant END = Instant.parse("2036-01-01T00:00:00Z");

  /** In the first or third hour of the day, in which most clocks jump: in minutes. */
  private static final List<Integer> TIMES = List.of(30, 150);

  private static final long DAY = 1_440;

  /** All of them change their clocks, at different hours, by an hour or by half of one. */
  private static final List<String> ZONES =
      List.of(
          "Europe/Berlin",
          "Europe/London",
          "America/New_York",
          "America/Santiago",
          "America/Havana",
          "Australia/Lord_Howe",
          "Australia/Sydney",
          "Pacific/Auckland",
          "Asia/Beirut",
          "Africa/Cairo");

  @TempDir private Path folder;

  @Test
  void eachDayHasOneOccurrenceWhenTheClockShowsItFirst() {
    try (JdbcTimerStore store =
        JdbcTimerStore.open(
            folder,
            new StoreLimits(1000, Long.MAX_VALUE, _ -> Long.MAX_VALUE, 0),
            new NoopCommitListener(),
            _ -> {})) {
      Blocking.get(store.testClocks().make(List.of(new TestClock(TEST, START, true))));
      ZONES.forEach(zone -> TIMES.forEach(time -> put(store, zone, time)));
      Map<String, List<Instant>> instants = turn(store);
      for (String zone : ZONES) {
        for (int time : TIMES) {
          assertThat(instants.get(id(zone, time).value()))
              .as("%s at minute %s", zone, time)
              .containsExactlyElementsOf(byMinutes(ZoneId.of(zone), time));
        }
      }
    }
  }

  private static ScheduleId id(String zone, int time) {
    return new ScheduleId(TEST, zone.replace('/', '.') + "." + time);
  }

  private static void put(JdbcTimerStore store, String zone, int time) {
    String cron = "%d %d * * *".formatted(time % 60, time / 60);
    ScheduleSettings settings =
        new ScheduleSettings(
            new Timing.Cron(CronExpression.parse(cron), ZoneId.of(zone)),
            null,
            END,
            null,
            Duration.ZERO,
            Missed.ONE,
            Overlap.ALLOW,
            new TimerTemplate(null, null, Map.of(), null));
    ScheduleId id = id(zone, time);
    Blocking.get(store.schedules().change(id, ScheduleChanges.put(id, settings, _ -> {}), START));
  }

  /** The instants of all schedules, in the order in which they had their outcomes. */
  private static Map<String, List<Instant>> turn(JdbcTimerStore store) {
    Map<String, List<Instant>> instants = new HashMap<>();
    Turned turned;
    do {
      turned = Blocking.get(store.testClocks().turn(TEST, new ClockTurn.To(END), null));
      for (Timer timer : turned.decided()) {
        assertThat(timer.state()).isEqualTo(TimerState.ELAPSED);
        assertThat(timer.decidedAt()).isEqualTo(timer.deadline());
        String id = timer.id().value();
        instants
            .computeIfAbsent(id.substring(0, id.indexOf('~')), _ -> new ArrayList<>())
            .add(timer.deadline());
      }
    } while (turned.more());
    return instants;
  }

  /** Watches a clock, minute by minute, and notes when it first shows or passes a time of day. */
  private static List<Instant> byMinutes(ZoneId zone, int time) {
    List<Instant> instants = new ArrayList<>();
    ZoneRules rules = zone.getRules();
    long latest = Long.MAX_VALUE;
    for (Instant now = START.minusSeconds(60); !now.isAfter(END); now = now.plusSeconds(60)) {
      long shown = (now.getEpochSecond() + rules.getOffset(now).getTotalSeconds()) / 60;
      for (long passed = latest; passed < shown; passed++) {
        if ((passed + 1) % DAY == time) {
          instants.add(now);
        }
      }
      latest = latest == Long.MAX_VALUE ? shown : Math.max(latest, shown);
    }
    return instants;
  }
}
