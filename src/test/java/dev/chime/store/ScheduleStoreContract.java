package dev.chime.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.chime.delivery.Delivery;
import dev.chime.delivery.DeliveryState;
import dev.chime.delivery.Lane;
import dev.chime.delivery.Settlement;
import dev.chime.schedule.Missed;
import dev.chime.schedule.NoInstantException;
import dev.chime.schedule.Overlap;
import dev.chime.schedule.Progress.Pending;
import dev.chime.schedule.Schedule;
import dev.chime.schedule.ScheduleChange;
import dev.chime.schedule.ScheduleChanges;
import dev.chime.schedule.ScheduleId;
import dev.chime.schedule.ScheduleListener;
import dev.chime.schedule.ScheduleQuery;
import dev.chime.schedule.ScheduleSettings;
import dev.chime.schedule.ScheduleState;
import dev.chime.schedule.ScheduleStore;
import dev.chime.schedule.ScheduleStore.Decision;
import dev.chime.schedule.TimerTemplate;
import dev.chime.schedule.Timing;
import dev.chime.schedule.UnknownScheduleException;
import dev.chime.schedule.cron.CronExpression;
import dev.chime.timer.Blocking;
import dev.chime.timer.Destination;
import dev.chime.timer.ListOrder;
import dev.chime.timer.Namespace;
import dev.chime.timer.Precondition;
import dev.chime.timer.Timer;
import dev.chime.timer.TimerChange;
import dev.chime.timer.TimerChange.Kind;
import dev.chime.timer.TimerId;
import dev.chime.timer.TimerState;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a store does about schedules and their occurrences. */
abstract class ScheduleStoreContract {

  static final Instant NOW = Instant.parse("2050-01-01T00:00:00Z");
  private static final ScheduleId ID = new ScheduleId(Namespace.DEFAULT, "s");
  private static final Destination QUEUE = new Destination.Queue("q");

  /** All changes that the store tells of. */
  final List<TimerChange> changes = new CopyOnWriteArrayList<>();

  private final List<Timer> made = new CopyOnWriteArrayList<>();
  private final List<Long> missed = new CopyOnWriteArrayList<>();
  private JdbcTimerStore timers;
  private ScheduleStore schedules;

  /** A new and empty store, which adds to {@link #changes}. */
  protected abstract JdbcTimerStore newStore();

  @BeforeEach
  void open() {
    timers = newStore();
    schedules = timers.schedules();
    timers.onSchedules(
        new ScheduleListener() {
          @Override
          public void made(Timer occurrence, Duration gap) {
            made.add(occurrence);
          }

          @Override
          public void missed(Schedule schedule, long instants, boolean isCut) {
            missed.add(instants);
          }
        });
  }

  @AfterEach
  void close() {
    timers.close();
  }

  static ScheduleSettings every(Duration interval, Missed rule, @Nullable Integer count) {
    return new ScheduleSettings(
        new Timing.Every(interval),
        null,
        null,
        count,
        Duration.ZERO,
        rule,
        Overlap.ALLOW,
        new TimerTemplate(null, "[1]", Map.of("a", "b"), null));
  }

  private static ScheduleSettings hourly() {
    return every(Duration.ofHours(1), Missed.ONE, null);
  }

  private static ScheduleSettings delivered(Overlap overlap) {
    return new ScheduleSettings(
        new Timing.Every(Duration.ofHours(1)),
        null,
        null,
        null,
        Duration.ZERO,
        Missed.ONE,
        overlap,
        new TimerTemplate(null, null, Map.of(), QUEUE));
  }

  private static Instant hour(int number) {
    return NOW.plus(Duration.ofHours(number));
  }

  private Decision.Done change(ScheduleChange change, Instant now) {
    return (Decision.Done) Blocking.get(schedules.change(ID, change, now));
  }

  private Decision.Done put(ScheduleSettings settings, Instant now) {
    return change(ScheduleChanges.put(ID, settings, _ -> {}), now);
  }

  private Schedule schedule() {
    return Blocking.get(schedules.find(ID)).orElseThrow();
  }

  private Pending pending() {
    return Objects.requireNonNull(schedule().progress().pending());
  }

  private Timer timer(TimerId id) {
    return Blocking.get(timers.find(id)).orElseThrow();
  }

  private Timer elapse(Instant now) {
    TimerId id = pending().id();
    Blocking.get(timers.elapse(timer(id), now));
    return timer(id);
  }

  @Test
  void aScheduleBeginsWithItsFirstInstant() {
    Decision.Done done = put(hourly(), NOW);
    assertThat(done.isNew()).isTrue();
    assertThat(done.schedule()).isEqualTo(schedule());
    assertThat(schedule().state()).isEqualTo(ScheduleState.ACTIVE);
    assertThat(pending().id().value()).isEqualTo("s~20500101T010000Z");
    Timer first = timer(pending().id());
    assertThat(first.deadline()).isEqualTo(hour(1));
    assertThat(first.payload()).isEqualTo("[1]");
    assertThat(first.labels()).isEqualTo(Map.of("a", "b"));
    assertThat(made).containsExactly(first);
    assertThat(Blocking.get(schedules.find(new ScheduleId(Namespace.DEFAULT, "t")))).isEmpty();
  }

  @Test
  void theNextOccurrenceComesWithTheOutcome() {
    put(hourly(), NOW);
    Timer first = elapse(hour(1));
    assertThat(first.state()).isEqualTo(TimerState.ELAPSED);
    assertThat(pending().instant()).isEqualTo(hour(2));
    assertThat(timer(pending().id()).isPending()).isTrue();
    Blocking.get(timers.sweep(hour(2), hour(2), 10));
    assertThat(pending().instant()).isEqualTo(hour(3));
    Blocking.get(timers.cancel(pending().id(), Precondition.NONE, hour(2)));
    assertThat(pending().instant()).isEqualTo(hour(4));
    assertThat(made)
        .extracting(Timer::deadline)
        .containsExactly(hour(1), hour(2), hour(3), hour(4));
    assertThat(schedule().progress().made()).isEqualTo(4);
    assertThat(schedule().version()).isEqualTo(1);
  }

  @Test
  void whoeverElapsesTwiceMakesOne() {
    put(hourly(), NOW);
    Timer first = timer(pending().id());
    Blocking.get(timers.elapse(first, hour(1)));
    Blocking.get(timers.elapse(first, hour(1)));
    Blocking.get(timers.elapse(first.id(), hour(2)));
    assertThat(pending().instant()).isEqualTo(hour(2));
    assertThat(made).hasSize(2);
  }

  @Test
  void countsItsOccurrences() {
    put(every(Duration.ofHours(1), Missed.ONE, 2), NOW);
    elapse(hour(1));
    elapse(hour(2));
    assertThat(schedule().state()).isEqualTo(ScheduleState.ENDED);
    assertThat(schedule().progress().pending()).isNull();
    put(every(Duration.ofHours(1), Missed.ONE, 3), hour(2));
    assertThat(schedule().state()).isEqualTo(ScheduleState.ACTIVE);
    elapse(hour(3));
    assertThat(schedule().state()).isEqualTo(ScheduleState.ENDED);
  }

  @Test
  void theOneThatIsLateStandsForThoseThatWereMissed() {
    put(hourly(), NOW);
    Timer late = elapse(hour(5).plusMillis(1));
    assertThat(late.state()).isEqualTo(TimerState.ELAPSED);
    assertThat(pending().instant()).isEqualTo(hour(6));
    assertThat(schedule().progress().missed()).isEqualTo(4);
    assertThat(missed).containsExactly(4L);
  }

  @Test
  void allThatWereMissedAreMadeUpTo1000() {
    put(every(Duration.ofSeconds(1), Missed.ALL, null), NOW);
    Instant now = NOW.plusSeconds(5_000);
    int elapsed = 0;
    while (!pending().instant().isAfter(now)) {
      elapse(now);
      elapsed++;
    }
    assertThat(elapsed).isEqualTo(1001);
    assertThat(pending().instant()).isEqualTo(NOW.plusSeconds(5_001));
    assertThat(schedule().progress().missed()).isEqualTo(5_000 - 1001);
    assertThat(schedule().progress().cut()).isEqualTo(1);
  }

  @Test
  void noneThatWasMissedIsMade() {
    put(every(Duration.ofHours(1), Missed.NONE, null), NOW);
    assertThat(elapse(hour(1).plusSeconds(59)).state()).isEqualTo(TimerState.ELAPSED);
    assertThat(elapse(hour(4)).state()).isEqualTo(TimerState.SKIPPED);
    assertThat(pending().instant()).isEqualTo(hour(5));
  }

  @Test
  void anEqualRequestChangesNothing() {
    put(hourly(), NOW);
    Decision.Done again = put(hourly(), hour(0).plusSeconds(1));
    assertThat(again.isNew()).isFalse();
    assertThat(again.made()).isNull();
    assertThat(schedule().version()).isEqualTo(1);
    assertThat(made).hasSize(1);
  }

  @Test
  void aChangeReplacesThePendingOccurrence() {
    put(hourly(), NOW);
    TimerId first = pending().id();
    put(every(Duration.ofMinutes(30), Missed.ONE, null), NOW.plusSeconds(1));
    assertThat(timer(first).state()).isEqualTo(TimerState.CANCELLED);
    assertThat(pending().instant()).isEqualTo(NOW.plus(Duration.ofMinutes(30)));
    assertThat(schedule().version()).isEqualTo(2);
    assertThat(schedule().progress().made()).isEqualTo(1);
  }

  @Test
  void aChangeThatKeepsTheInstantKeepsTheId() {
    put(hourly(), NOW);
    Timer before = timer(pending().id());
    put(delivered(Overlap.ALLOW), NOW.plusSeconds(1));
    Timer after = timer(pending().id());
    assertThat(after.id()).isEqualTo(before.id());
    assertThat(after.version()).isEqualTo(2);
    assertThat(after.destination()).isEqualTo(QUEUE);
    assertThat(after.labels()).isEmpty();
    assertThat(after.isPending()).isTrue();
    put(every(Duration.ofHours(1), Missed.NONE, null), NOW.plusSeconds(2));
    assertThat(timer(pending().id()).maxLateness()).isEqualTo(Duration.ofMinutes(1));
    await() // another thread may tell of them
        .untilAsserted(
            () -> assertThat(changes).extracting(TimerChange::kind).contains(Kind.UPDATED));
  }

  @Test
  void pausesAndResumes() {
    put(hourly(), NOW);
    TimerId first = pending().id();
    change(ScheduleChanges.pause(), NOW.plusSeconds(1));
    assertThat(timer(first).state()).isEqualTo(TimerState.CANCELLED);
    assertThat(schedule().state()).isEqualTo(ScheduleState.PAUSED);
    change(ScheduleChanges.pause(), NOW.plusSeconds(2));
    assertThat(schedule().version()).isEqualTo(2);
    change(ScheduleChanges.resume(), NOW.plusSeconds(3));
    assertThat(pending().instant()).isEqualTo(hour(1));
    assertThat(pending().id().value()).as("the id is taken").isEqualTo("s~20500101T010000Z~2");
    assertThat(timer(pending().id()).isPending()).isTrue();
    elapse(hour(1));
    change(ScheduleChanges.pause(), hour(1));
    change(ScheduleChanges.resume(), hour(9).plusSeconds(1));
    assertThat(pending().instant()).as("nothing is made up for").isEqualTo(hour(10));
    assertThat(missed).isEmpty();
  }

  @Test
  void deletesWithItsPendingOccurrence() {
    put(hourly(), NOW);
    TimerId first = pending().id();
    assertThat(change(ScheduleChanges.delete(_ -> {}), NOW).schedule()).isNull();
    assertThat(timer(first).state()).isEqualTo(TimerState.CANCELLED);
    assertThat(Blocking.get(schedules.find(ID))).isEmpty();
    assertThatThrownBy(() -> change(ScheduleChanges.delete(_ -> {}), NOW))
        .isInstanceOf(UnknownScheduleException.class);
    put(hourly(), NOW);
    assertThat(pending().id().value()).endsWith("~2");
  }

  @Test
  void triggersAnExtraOne() {
    put(hourly(), NOW);
    Timer extra =
        Objects.requireNonNull(change(ScheduleChanges.trigger(), NOW.plusMillis(5)).made());
    Timer second =
        Objects.requireNonNull(change(ScheduleChanges.trigger(), NOW.plusMillis(5)).made());
    assertThat(extra.id().value()).isEqualTo("s~20500101T000000.005Z");
    assertThat(second.id().value()).isEqualTo("s~20500101T000000.005Z~2");
    Blocking.get(timers.elapse(extra, NOW.plusMillis(5)));
    assertThat(timer(extra.id()).state()).isEqualTo(TimerState.ELAPSED);
    assertThat(pending().instant()).isEqualTo(hour(1));
    assertThat(schedule().progress().made()).isEqualTo(1);
  }

  @Test
  void anOccurrenceThatIsDueGetsItsOutcomeFirst() {
    put(hourly(), NOW);
    TimerId first = pending().id();
    assertThat(Blocking.get(schedules.change(ID, ScheduleChanges.pause(), hour(1))))
        .isEqualTo(new Decision.OccurrenceIsDue(first));
    assertThat(timer(first).isPending()).isTrue();
    assertThat(schedule().state()).isEqualTo(ScheduleState.ACTIVE);
  }

  @Test
  void skipsWhileTheOneBeforeIsBeingDelivered() {
    put(delivered(Overlap.SKIP), NOW);
    assertThat(elapse(hour(1)).state()).isEqualTo(TimerState.ELAPSED);
    assertThat(elapse(hour(2)).state()).isEqualTo(TimerState.SKIPPED);
    Blocking.get(timers.sweep(hour(3), hour(3), 10));
    assertThat(pending().instant()).isEqualTo(hour(4));
    Lane lane = new Lane(Namespace.DEFAULT, QUEUE);
    List<Delivery> claimed =
        Blocking.get(timers.deliveries().claim(lane, 10, Duration.ofHours(9), hour(3)))
            .deliveries();
    assertThat(claimed).extracting(Delivery::state).containsExactly(DeliveryState.LEASED);
    Blocking.get(
        timers
            .deliveries()
            .settle(
                List.of(
                    new Settlement(
                        claimed.getFirst().id(),
                        Objects.requireNonNull(claimed.getFirst().token()),
                        new Settlement.Result.Delivered(),
                        null)),
                hour(3)));
    assertThat(elapse(hour(4)).state()).isEqualTo(TimerState.ELAPSED);
  }

  @Test
  void refusesWhatHasNoInstant() {
    ScheduleSettings over =
        new ScheduleSettings(
            new Timing.Cron(CronExpression.parse("@daily"), ZoneOffset.UTC),
            null,
            NOW,
            null,
            Duration.ZERO,
            Missed.ONE,
            Overlap.ALLOW,
            new TimerTemplate(null, null, Map.of(), null));
    assertThatThrownBy(() -> put(over, NOW)).isInstanceOf(NoInstantException.class);
    assertThat(Blocking.get(schedules.find(ID))).isEmpty();
  }

  @Test
  void keepsAllSettings() {
    ScheduleSettings settings =
        new ScheduleSettings(
            new Timing.Cron(CronExpression.parse("0 9 * * MON"), ZoneId.of("Europe/Berlin")),
            NOW.plusSeconds(1),
            hour(20_000),
            7,
            Duration.ofMinutes(10),
            Missed.ALL,
            Overlap.SKIP,
            new TimerTemplate(
                Duration.ofSeconds(3),
                "{\"a\":1}",
                Map.of("k", "v"),
                new Destination.Endpoint("e")));
    put(settings, NOW);
    assertThat(schedule().settings()).isEqualTo(settings);
    assertThat(pending().instant()).isEqualTo("2050-01-03T08:00:00Z");
    assertThat(pending().deadline())
        .isBetween(pending().instant(), pending().instant().plus(Duration.ofMinutes(10)));
    assertThat(timer(pending().id()).deadline()).isEqualTo(pending().deadline());
  }

  /** A query for the schedules that come after an id. */
  static ScheduleQuery page(@Nullable String after, int limit) {
    return new ScheduleQuery(Namespace.DEFAULT, "", ListOrder.ASCENDING, after, limit);
  }

  private List<String> ids(String prefix, ListOrder order, @Nullable String after, int limit) {
    ScheduleQuery query = new ScheduleQuery(Namespace.DEFAULT, prefix, order, after, limit);
    return Blocking.get(schedules.list(query)).stream().map(each -> each.id().value()).toList();
  }

  @Test
  void listsFromTheLastOneOnAndByTheBeginningsOfIds() {
    for (String id : List.of("b", "ab", "a-z", "a", "c")) {
      ScheduleId scheduleId = new ScheduleId(Namespace.DEFAULT, id);
      Blocking.get(
          schedules.change(scheduleId, ScheduleChanges.put(scheduleId, hourly(), _ -> {}), NOW));
    }
    assertThat(ids("", ListOrder.DESCENDING, null, 9)).containsExactly("c", "b", "ab", "a-z", "a");
    assertThat(ids("", ListOrder.DESCENDING, "ab", 1)).containsExactly("a-z");
    assertThat(ids("a", ListOrder.ASCENDING, null, 9)).containsExactly("a", "a-z", "ab");
    assertThat(ids("a", ListOrder.ASCENDING, "a", 9)).containsExactly("a-z", "ab");
    assertThat(ids("a", ListOrder.DESCENDING, "ab", 9)).containsExactly("a-z", "a");
    assertThat(ids("a-", ListOrder.DESCENDING, null, 9)).containsExactly("a-z");
    assertThat(ids("b", ListOrder.DESCENDING, "a", 9)).isEmpty();
  }

  @Test
  void listsAndCounts() {
    for (String id : List.of("c", "a", "b")) {
      Blocking.get(
          schedules.change(
              new ScheduleId(Namespace.DEFAULT, id),
              ScheduleChanges.put(new ScheduleId(Namespace.DEFAULT, id), hourly(), _ -> {}),
              NOW));
    }
    assertThat(Blocking.get(schedules.list(page("a", 2))))
        .extracting(each -> each.id().value())
        .containsExactly("b", "c");
    assertThat(Blocking.get(schedules.list(page(null, 1))))
        .extracting(each -> each.id().value())
        .containsExactly("a");
    assertThat(Blocking.get(schedules.counts()))
        .containsEntry(ScheduleState.ACTIVE, 3L)
        .containsEntry(ScheduleState.ENDED, 0L);
  }

  @Test
  void followsAnAmendedOccurrence() {
    put(hourly(), NOW);
    assertThat(Blocking.get(schedules.tend(hour(1), hour(2), 10))).isZero();
    assertThat(Blocking.get(schedules.tend(hour(2), hour(2), 10))).isEqualTo(1);
    assertThat(pending().instant()).as("it is pending").isEqualTo(hour(1));
  }
}
