package dev.chime.bench;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import dev.chime.async.Context;
import dev.chime.async.Executor;
import dev.chime.async.Future;
import dev.chime.async.Spawner;
import dev.chime.async.Unit;
import dev.chime.async.Waker;
import dev.chime.async.time.Ticker;
import dev.chime.async.time.WheelTimerDriver;
import dev.chime.schedule.Missed;
import dev.chime.schedule.Overlap;
import dev.chime.schedule.Schedule;
import dev.chime.schedule.ScheduleChanges;
import dev.chime.schedule.ScheduleId;
import dev.chime.schedule.ScheduleListener;
import dev.chime.schedule.ScheduleSettings;
import dev.chime.schedule.ScheduleStore.Decision.Done;
import dev.chime.schedule.TimerTemplate;
import dev.chime.schedule.Timing;
import dev.chime.schedule.service.ScheduleService;
import dev.chime.store.JdbcTimerStore;
import dev.chime.store.StoreLimits;
import dev.chime.store.commit.CommitListener;
import dev.chime.store.postgres.DatabaseAddress;
import dev.chime.timer.Creation;
import dev.chime.timer.Due;
import dev.chime.timer.Namespace;
import dev.chime.timer.Timer;
import dev.chime.timer.TimerDraft;
import dev.chime.timer.TimerId;
import dev.chime.timer.service.ClusterNews;
import dev.chime.timer.service.NamespaceClocks;
import dev.chime.timer.service.ServiceClock;
import dev.chime.timer.service.ServiceSettings;
import dev.chime.timer.service.TimerEvents;
import dev.chime.timer.service.TimerListener;
import dev.chime.timer.service.TimerService;
import dev.chime.timer.service.WaiterLimits;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.LongConsumer;

/** Chime's timer service over one of its stores, as a server has it. */
final class ChimeSubject implements PostgresSubject, ScheduleBench.Recurring {

  private static final PrintStream ERR = System.err;
  private static final int EVENTS = 10_000;
  private static final ServiceSettings SETTINGS =
      new ServiceSettings(
          Duration.ofMinutes(5), Duration.ofMillis(100), Duration.ofMinutes(1), Duration.ofDays(1));

  private static final Duration SWEEPS = Duration.ofMillis(100);
  private static final int AT_ONCE = 1_000;
  private static final StoreLimits LIMITS =
      new StoreLimits(16_384, Long.MAX_VALUE, namespace -> Long.MAX_VALUE, 0);
  private static final CommitListener FAILURES =
      new CommitListener() {
        @Override
        public void committed(int commands, Duration took) {}

        @Override
        public void failed() {
          ERR.println("the store failed");
        }
      };

  private final LongAdder missed = new LongAdder();
  private final String payload;
  private final JdbcTimerStore store;
  private final Executor executor;
  private final Spawner spawner;
  private final TimerService service;
  private final ScheduleService schedules;
  private volatile LongConsumer listener = late -> {};

  /** The service over PostgreSQL. */
  ChimeSubject(DatabaseAddress database, String payload) throws InterruptedException {
    this(
        payload,
        true,
        cluster -> JdbcTimerStore.connect(database, "bench", LIMITS, FAILURES, cluster, EVENTS));
  }

  /** The service over an embedded store in a folder. */
  ChimeSubject(Path folder, String payload) throws InterruptedException {
    this(payload, false, news -> JdbcTimerStore.open(folder, LIMITS, FAILURES, news));
  }

  private ChimeSubject(
      String payload, boolean isShared, Function<ClusterNews, JdbcTimerStore> opening)
      throws InterruptedException {
    this.payload = payload;
    TimerEvents events = new TimerEvents(EVENTS, 16L << 20, 1);
    ClusterNews cluster = new ClusterNews(events);
    store = opening.apply(cluster);
    Ticker ticker = Ticker.system();
    WheelTimerDriver driver = new WheelTimerDriver(ticker);
    executor = Executor.builder().shards(1).capacity(1_000_000).driver(driver::attach).build();
    spawner = executor.spawner();
    executor.start();
    ServiceClock clock = new ServiceClock(ticker, store.now());
    store.onClock(clock::follow);
    NoArgGenerator uuids = Generators.timeBasedEpochGenerator();
    service =
        new TimerService(
            NamespaceClocks.of(clock),
            driver,
            spawner,
            store,
            new Listener(),
            events,
            WaiterLimits.NONE,
            namespace -> new TimerId(namespace, uuids.generate().toString()));
    service.start(SETTINGS, isShared ? cluster : null);
    schedules =
        new ScheduleService(
            store.schedules(),
            service,
            driver,
            spawner,
            SWEEPS,
            new ScheduleListener() {
              @Override
              public void made(Timer occurrence, Duration gap) {}

              @Override
              public void missed(Schedule schedule, long instants, boolean isCut) {
                missed.add(instants);
              }
            });
    store.onSchedules(schedules);
  }

  /** A store over PostgreSQL. */
  static JdbcTimerStore connect(DatabaseAddress database) {
    return JdbcTimerStore.connect(database, "bench", LIMITS, FAILURES, changes -> {}, EVENTS);
  }

  /** An embedded store in a folder. */
  static JdbcTimerStore open(Path folder) {
    return JdbcTimerStore.open(folder, LIMITS, FAILURES, changes -> {});
  }

  @Override
  public void schedule(int count, Duration interval) throws InterruptedException {
    List<Future<Done>> all = new ArrayList<>(count);
    Instant first = Instant.now().plus(ScheduleBench.HEAD_START).truncatedTo(ChronoUnit.MILLIS);
    for (int i = 0; i < count; i++) {
      ScheduleSettings settings =
          new ScheduleSettings(
              new Timing.Every(interval),
              first.plus(interval.multipliedBy(i).dividedBy(count)).truncatedTo(ChronoUnit.MILLIS),
              null,
              null,
              Duration.ZERO,
              Missed.ONE,
              Overlap.ALLOW,
              new TimerTemplate(null, payload, Map.of(), null));
      ScheduleId id = new ScheduleId(Namespace.DEFAULT, "s" + i);
      all.add(schedules.change(id, ScheduleChanges.put(id, settings, _ -> {})));
      if (all.size() == AT_ONCE) {
        await(all);
      }
    }
    await(all);
  }

  /** Waits for them all, and empties the list. */
  static void await(List<? extends Future<?>> all) throws InterruptedException {
    Executor.blockOn(Future.joinAll(all.stream().map(ChimeSubject::done).toList()));
    all.clear();
  }

  private static <T> Future<Unit> done(Future<T> future) {
    return future.map(_ -> Unit.UNIT);
  }

  /** How many instants have passed without an occurrence. */
  long missed() {
    return missed.sum();
  }

  @Override
  public String name() {
    return "Chime";
  }

  private Future<Creation> creating(Instant deadline) {
    return service.create(
        Namespace.DEFAULT, new TimerDraft(new Due.At(deadline), null, payload, Map.of()));
  }

  @Override
  public void create(Instant deadline) throws InterruptedException {
    Executor.blockOn(creating(deadline));
  }

  @Override
  public void createAll(int count, Instant deadline) throws InterruptedException {
    List<Future<Creation>> all = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      Future<Creation> creating = creating(deadline);
      var _ = creating.poll(Context.from(Waker.noop()));
      all.add(creating);
    }
    for (Future<Creation> each : all) {
      Executor.blockOn(each);
    }
  }

  @Override
  public void begin(LongConsumer lateness) {
    listener = lateness;
  }

  @Override
  public void close() {
    schedules.close();
    service.close();
    spawner.close();
    executor.close();
    store.close();
  }

  private final class Listener implements TimerListener {
    @Override
    public void created(Timer timer) {}

    @Override
    public void elapsed(Timer timer, Duration lateness) {
      listener.accept(lateness.toNanos());
    }

    @Override
    public void skipped(Timer timer) {}

    @Override
    public void swept(Timer timer) {}

    @Override
    public void amended(Timer timer) {}

    @Override
    public void overdue(Timer timer) {}

    @Override
    public void cancelled(Timer timer) {}
  }
}
