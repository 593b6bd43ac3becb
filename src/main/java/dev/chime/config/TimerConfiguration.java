package dev.chime.config;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import dev.chime.async.Executor;
import dev.chime.async.Spawner;
import dev.chime.async.time.Ticker;
import dev.chime.async.time.TimerDriver;
import dev.chime.schedule.ScheduleStore;
import dev.chime.schedule.service.ZoneDataUpdate;
import dev.chime.store.JdbcTimerStore;
import dev.chime.timer.Millis;
import dev.chime.timer.NodeStore;
import dev.chime.timer.TestClock;
import dev.chime.timer.TestClockStore;
import dev.chime.timer.TimerId;
import dev.chime.timer.TimerStore;
import dev.chime.timer.service.ClusterNews;
import dev.chime.timer.service.NamespaceClocks;
import dev.chime.timer.service.ServiceClock;
import dev.chime.timer.service.ServiceSettings;
import dev.chime.timer.service.TestClockService;
import dev.chime.timer.service.TimerEvents;
import dev.chime.timer.service.TimerListener;
import dev.chime.timer.service.TimerService;
import dev.chime.timer.service.WaiterLimits;
import dev.chime.web.InlineUrls;
import dev.chime.web.WebLimits;
import dev.chime.web.access.Quotas;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The timer service, its clock, and the limits of the API. */
@Configuration(proxyBeanMethods = false)
class TimerConfiguration {

  private static final Logger LOG = LoggerFactory.getLogger(TimerConfiguration.class);

  /**
   * For how long an outcome may be seen before it is on disk: until the next commit has ended. A
   * service that was killed meanwhile starts again only after that time, even if the system's clock
   * was set back. So it finds the timers due that clients have seen elapse.
   */
  private static final Duration UNWRITTEN = Duration.ofMillis(250);

  /** A clock that does not start before the latest change in the store. */
  @Bean
  ServiceClock serviceClock(Ticker ticker, JdbcTimerStore store) throws InterruptedException {
    Instant wall = store.now();
    Instant latest = store.latestTime();
    if (latest.isAfter(wall)) {
      LOG.warn(
          "the clock shows {}, but timers were last changed at {}: continuing from that time",
          wall,
          latest);
    }
    ServiceClock clock =
        latest.isAfter(wall)
            ? new ServiceClock(ticker, latest)
            : ServiceClock.setTo(store::now, ticker);
    store.onClock(clock::follow);
    Duration ahead = Duration.between(clock.instant(), latest.plus(UNWRITTEN));
    if (ahead.isPositive()) {
      Thread.sleep(ahead);
    }
    return clock;
  }

  @Bean
  TestClockStore testClockStore(JdbcTimerStore store) {
    return store.testClocks();
  }

  @Bean
  NodeStore nodeStore(JdbcTimerStore store) {
    return store.nodes();
  }

  /** Makes the test clocks that are configured and not there yet. */
  @Bean
  NamespaceClocks namespaceClocks(
      ServiceClock clock, TestClockStore store, TestNamespaceProperties properties)
      throws InterruptedException {
    List<TestClock> clocks = properties.toClocks(Millis.floor(clock.instant()));
    if (!clocks.isEmpty()) {
      for (TestClock each : Executor.blockOn(store.make(clocks))) {
        LOG.info("namespace {} goes by a test clock, which shows {}", each.namespace(), each.now());
      }
    }
    return NamespaceClocks.of(clock, store);
  }

  @Bean
  TestClockService testClockService(TestClockStore store, TimerService timers) {
    return new TestClockService(store, timers);
  }

  @Bean
  TimerService timerService(
      NamespaceClocks clocks,
      TimerDriver driver,
      Spawner spawner,
      TimerStore store,
      ScheduleStore schedules,
      TimerListener listener,
      TimerEvents events,
      ClusterNews cluster,
      Quotas quotas,
      ChimeProperties properties,
      DatabaseProperties database)
      throws InterruptedException {
    NoArgGenerator uuids = Generators.timeBasedEpochGenerator(); // UUIDv7: ids in order of creation
    TimerService service =
        new TimerService(
            clocks,
            driver,
            spawner,
            store,
            listener,
            events,
            new WaiterLimits(properties.longPoll().maxParked(), quotas::maxWaiters),
            namespace -> new TimerId(namespace, uuids.generate().toString()));
    ZoneDataUpdate.run(schedules, clocks);
    service.start(
        new ServiceSettings(
            properties.lookahead(),
            properties.sweepInterval(),
            properties.overdueAfter(),
            properties.retention()),
        database.address() == null ? null : cluster);
    return service;
  }

  @Bean
  WebLimits webLimits(ChimeProperties properties, InlineUrls inlineUrls) {
    return new WebLimits(
        properties.longPoll().defaultWait(),
        properties.longPoll().maxWait(),
        properties.longPoll().jitter(),
        properties.events().heartbeat(),
        Math.toIntExact(properties.payload().maxSize().toBytes()),
        Math.toIntExact(properties.batch().maxSize().toBytes()),
        inlineUrls);
  }
}
