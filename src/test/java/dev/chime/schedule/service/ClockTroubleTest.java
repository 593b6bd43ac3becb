package dev.chime.schedule.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.chime.async.Executor;
import dev.chime.async.Spawner;
import dev.chime.async.time.VirtualTicker;
import dev.chime.async.time.WheelTimerDriver;
import dev.chime.schedule.Missed;
import dev.chime.schedule.Overlap;
import dev.chime.schedule.Progress.Pending;
import dev.chime.schedule.Schedule;
import dev.chime.schedule.ScheduleChanges;
import dev.chime.schedule.ScheduleId;
import dev.chime.schedule.ScheduleListener;
import dev.chime.schedule.ScheduleSettings;
import dev.chime.schedule.TimerTemplate;
import dev.chime.schedule.Timing;
import dev.chime.store.JdbcTimerStore;
import dev.chime.store.StoreLimits;
import dev.chime.store.commit.NoopCommitListener;
import dev.chime.timer.Blocking;
import dev.chime.timer.Namespace;
import dev.chime.timer.Timer;
import dev.chime.timer.TimerId;
import dev.chime.timer.TimerState;
import dev.chime.timer.service.NamespaceClocks;
import dev.chime.timer.service.RecordingListener;
import dev.chime.timer.service.ServiceClock;
import dev.chime.timer.service.ServiceSettings;
import dev.chime.timer.service.TimerEvents;
import dev.chime.timer.service.TimerService;
import dev.chime.timer.service.WaiterLimits;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Schedules keep their promise when clocks step, and when the machine is suspended. */
@Timeout(60)
class ClockTroubleTest {

  private static final Instant START = Instant.parse("2030-01-01T00:00:00Z");
  private static final ServiceSettings SETTINGS =
      new ServiceSettings(
          Duration.ofMinutes(5), Duration.ofSeconds(1), Duration.ofSeconds(10), Duration.ofDays(9));
  private static final ScheduleId ID = new ScheduleId(Namespace.DEFAULT, "beat");
  private static final Duration INTERVAL = Duration.ofSeconds(10);
  private static final Duration PATIENCE = Duration.ofSeconds(50);

  @TempDir private Path folder;

  /** A service over the embedded store, whose time goes on when the test says so. */
  private final class Run implements AutoCloseable {

    final VirtualTicker ticker = VirtualTicker.paused(0);
    final ConcurrentLinkedQueue<Timer> made = new ConcurrentLinkedQueue<>();
    final ServiceClock clock;
    private final JdbcTimerStore store;
    private final Executor executor;
    private final Spawner spawner;
    private final TimerService timers;
    private final ScheduleService schedules;

    Run(Instant wall) throws InterruptedException {
      store =
          JdbcTimerStore.open(
              folder,
              new StoreLimits(1000, Long.MAX_VALUE, _ -> Long.MAX_VALUE, 0),
              new NoopCommitListener(),
              _ -> {});
      Instant latest = store.latestTime();
      clock = new ServiceClock(ticker, latest.isAfter(wall) ? latest : wall);
      WheelTimerDriver driver = new WheelTimerDriver(ticker);
      executor = Executor.builder().capacity(10_000).driver(driver::attach).build();
      spawner = executor.spawner();
      executor.start();
      timers =
          new TimerService(
              NamespaceClocks.of(clock),
              driver,
              spawner,
              store,
              new RecordingListener(),
              new TimerEvents(1, 1, 1),
              WaiterLimits.NONE,
              namespace -> new TimerId(namespace, "unused"));
      schedules =
          new ScheduleService(
              store.schedules(),
              timers,
              driver,
              spawner,
              Duration.ofSeconds(1),
              new ScheduleListener() {
                @Override
                public void made(Timer occurrence, Duration gap) {
                  made.add(occurrence);
                }

                @Override
                public void missed(Schedule schedule, long instants, boolean isCut) {}
              });
      store.onSchedules(schedules);
      timers.start(SETTINGS, null);
    }

    void put(Missed missed) {
      ScheduleSettings settings =
          new ScheduleSettings(
              new Timing.Every(INTERVAL),
              START,
              null,
              null,
              Duration.ZERO,
              missed,
              Overlap.ALLOW,
              new TimerTemplate(null, null, Map.of(), null));
      Blocking.get(schedules.change(ID, ScheduleChanges.put(ID, settings, _ -> {})));
    }

    /** Has time go on, a second at a time, and what is due by then have its outcome. */
    void advance(Duration duration) {
      for (long i = 0; i < duration.toSeconds(); i++) {
        ticker.advance(Duration.ofSeconds(1));
        settle();
      }
    }

    /**
     * Has the service look for what is overdue, which it does each second; if it was still busy
     * when a second had gone by, one more has to.
     */
    void sweep() {
      await()
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(50))
          .until(
              () -> {
                ticker.advance(Duration.ofSeconds(1));
                return isSettled();
              });
    }

    /** Waits until the pending occurrence is of a time to come. */
    void settle() {
      await().atMost(PATIENCE).pollInterval(Duration.ofMillis(1)).until(this::isSettled);
    }

    private boolean isSettled() {
      return pending().deadline().isAfter(clock.instant());
    }

    Schedule schedule() {
      return Blocking.get(schedules.find(ID)).orElseThrow();
    }

    Pending pending() {
      return Objects.requireNonNull(schedule().progress().pending());
    }

    /** The occurrences that were made in this run, in order, all but the last with outcomes. */
    List<Instant> instants() {
      List<Timer> all = List.copyOf(made);
      Pending pending = pending();
      for (Timer each : all) {
        Timer stored = Blocking.get(store.find(each.id())).orElseThrow();
        if (each.id().equals(pending.id())) {
          assertThat(stored.isPending()).isTrue();
        } else {
          assertThat(stored.state()).isEqualTo(TimerState.ELAPSED);
          assertThat(stored.decidedAt()).isBetween(each.deadline(), clock.instant());
        }
      }
      return all.stream().map(Timer::deadline).toList();
    }

    @Override
    public void close() {
      schedules.close();
      timers.close();
      spawner.close();
      executor.close();
      store.close();
    }
  }

  /** All instants from the first one to the one after now. */
  private static List<Instant> from(Instant first, Run run) {
    Instant now = run.clock.instant();
    List<Instant> due =
        Stream.iterate(first, each -> !each.isAfter(now), each -> each.plus(INTERVAL)).toList();
    return Stream.iterate(first, each -> each.plus(INTERVAL)).limit(due.size() + 1L).toList();
  }

  @Test
  void aStepForwardOfTheClockLeavesNothingOut() throws InterruptedException {
    try (Run run = new Run(START.plusSeconds(5))) {
      run.put(Missed.ALL);
      run.advance(Duration.ofSeconds(30)); // 00:35, next 00:40
      run.clock.follow(run.clock.instant().plus(Duration.ofMinutes(10))); // 10:35
      run.sweep();
      run.advance(Duration.ofSeconds(20));
      assertThat(run.instants()).isEqualTo(from(START.plusSeconds(10), run)).hasSizeGreaterThan(64);
      assertThat(run.schedule().progress().missed()).isZero();
    }
  }

  @Test
  void aStepBackOfTheClockDoublesNothing() throws InterruptedException {
    try (Run run = new Run(START.plusSeconds(5))) {
      run.put(Missed.ALL);
      run.advance(Duration.ofSeconds(30)); // 00:35, next 00:40
      Instant before = run.clock.instant();
      run.clock.follow(before.minus(Duration.ofMinutes(1)));
      run.advance(Duration.ofSeconds(60)); // as long as the clock stands still
      assertThat(run.clock.instant()).isEqualTo(before);
      assertThat(run.instants()).isEqualTo(from(START.plusSeconds(10), run)).hasSize(4);
      run.advance(Duration.ofSeconds(20)); // 00:55, next 01:00
      assertThat(run.instants()).isEqualTo(from(START.plusSeconds(10), run)).hasSize(6);
    }
  }

  @Test
  void aRestartWithAClockThatWasSetBackDoublesNothing() throws InterruptedException {
    try (Run run = new Run(START.plusSeconds(5))) {
      run.put(Missed.ALL);
      run.advance(Duration.ofSeconds(30)); // next 00:40
    }
    try (Run run = new Run(START.minus(Duration.ofHours(1)))) {
      assertThat(run.pending().instant()).isEqualTo(START.plusSeconds(40));
      run.advance(Duration.ofSeconds(30));
      // It goes on from the latest time that is on disk.
      assertThat(run.instants()).isEqualTo(from(START.plusSeconds(50), run)).hasSizeBetween(2, 4);
    }
  }

  /** The monotonic clock stands still meanwhile, so the service's does. */
  @Test
  void whileTheMachineIsSuspendedNothingIsLostOrDoubled() throws InterruptedException {
    try (Run run = new Run(START.plusSeconds(5))) {
      run.put(Missed.NONE);
      run.advance(Duration.ofSeconds(30));
      // Here an hour goes by on the wall that no ticker has counted.
      run.advance(Duration.ofSeconds(20));
      assertThat(run.instants()).isEqualTo(from(START.plusSeconds(10), run)).hasSize(6);
    }
  }

  /** A restart after it reads the wall's clock, which is an hour and five seconds ahead. */
  @ParameterizedTest
  @CsvSource({"ALL, 00:00:50, 0", "ONE, 01:00:50, 360", "NONE, 01:00:50, 360"})
  void aRestartAfterASuspensionGoesByTheRule(Missed missed, String next, int left)
      throws InterruptedException {
    try (Run run = new Run(START.plusSeconds(5))) {
      run.put(missed);
      run.advance(Duration.ofSeconds(30)); // next 00:40
    }
    try (Run run = new Run(START.plusSeconds(3640))) {
      run.sweep();
      assertThat(run.instants()).isEqualTo(from(Instant.parse("2030-01-01T" + next + "Z"), run));
      assertThat(run.schedule().progress().missed()).isEqualTo(left);
    }
  }
}
