package dev.chime.bench;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import dev.chime.async.Context;
import dev.chime.async.Executor;
import dev.chime.async.Future;
import dev.chime.async.Spawner;
import dev.chime.async.Waker;
import dev.chime.async.time.Ticker;
import dev.chime.async.time.WheelTimerDriver;
import dev.chime.store.JdbcTimerStore;
import dev.chime.store.commit.CommitListener;
import dev.chime.store.postgres.DatabaseAddress;
import dev.chime.timer.Creation;
import dev.chime.timer.Due;
import dev.chime.timer.Namespace;
import dev.chime.timer.Timer;
import dev.chime.timer.TimerDraft;
import dev.chime.timer.TimerId;
import dev.chime.timer.service.ClusterNews;
import dev.chime.timer.service.ServiceClock;
import dev.chime.timer.service.ServiceSettings;
import dev.chime.timer.service.TimerEvents;
import dev.chime.timer.service.TimerListener;
import dev.chime.timer.service.TimerService;
import dev.chime.timer.service.WaiterLimits;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;

/** Chime's timer service over PostgreSQL, as a server has it. */
final class ChimeSubject implements PostgresSubject {

  private static final PrintStream ERR = System.err;
  private static final int EVENTS = 10_000;
  private static final ServiceSettings SETTINGS =
      new ServiceSettings(
          Duration.ofMinutes(5), Duration.ofMillis(100), Duration.ofMinutes(1), Duration.ofDays(1));

  private final String payload;
  private final JdbcTimerStore store;
  private final Executor executor;
  private final Spawner spawner;
  private final TimerService service;
  private volatile LongConsumer listener = late -> {};

  ChimeSubject(DatabaseAddress database, String payload) throws InterruptedException {
    this.payload = payload;
    TimerEvents events = new TimerEvents(EVENTS, 16L << 20, 1);
    ClusterNews cluster = new ClusterNews(events);
    store =
        JdbcTimerStore.connect(
            database,
            "bench",
            new JdbcTimerStore.Limits(16_384, Long.MAX_VALUE, namespace -> Long.MAX_VALUE, 0),
            new CommitListener() {
              @Override
              public void committed(int commands, Duration took) {}

              @Override
              public void failed() {
                ERR.println("the store failed");
              }
            },
            cluster,
            EVENTS);
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
            clock,
            driver,
            spawner,
            store,
            new Listener(),
            events,
            WaiterLimits.NONE,
            namespace -> new TimerId(namespace, uuids.generate().toString()));
    service.start(SETTINGS, cluster);
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
