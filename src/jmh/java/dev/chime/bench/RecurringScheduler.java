package dev.chime.bench;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.CompletionHandler.OnCompleteReschedule;
import com.github.kagkarlsson.scheduler.task.SchedulableInstance;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.CustomTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import com.zaxxer.hikari.HikariDataSource;
import dev.chime.store.postgres.DatabaseAddress;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * Recurring tasks of db-scheduler at its tightest: lock-and-fetch, 50 threads, polling each 10 ms.
 */
final class RecurringScheduler implements ScheduleBench.Recurring, AutoCloseable {

  private static final int THREADS = 50;
  private static final int CONNECTIONS = 80;
  private static final int AT_ONCE = 1_000;

  private final HikariDataSource pool = new HikariDataSource();
  private final CustomTask<String> task;
  private final Scheduler scheduler;
  private final String payload;
  private volatile LongConsumer listener = late -> {};

  RecurringScheduler(DatabaseAddress database, String payload, Duration interval)
      throws SQLException {
    this.payload = payload;
    pool.setJdbcUrl(database.url());
    pool.setMaximumPoolSize(CONNECTIONS);
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(DbSchedulerSubject.TABLE);
    }
    task =
        Tasks.custom("recurring", String.class)
            .execute(
                (instance, context) -> {
                  Instant due = context.getExecution().executionTime;
                  listener.accept(Duration.between(due, Instant.now()).toNanos());
                  return new OnCompleteReschedule<>(FixedDelay.of(interval));
                });
    scheduler =
        Scheduler.create(pool, task)
            .threads(THREADS)
            .pollUsingLockAndFetch(0.5, 4.0)
            .pollingInterval(Duration.ofMillis(10))
            .build();
  }

  @Override
  public void schedule(int count, Duration interval) {
    Instant first = Instant.now().plus(ScheduleBench.HEAD_START);
    List<SchedulableInstance<?>> some = new ArrayList<>(AT_ONCE);
    for (int i = 0; i < count; i++) {
      TaskInstance<String> instance = task.instance("r" + i, payload);
      Instant at = first.plus(interval.multipliedBy(i).dividedBy(count));
      some.add(SchedulableInstance.of(instance, at));
      if (some.size() == AT_ONCE) {
        scheduler.scheduleBatch(some);
        some.clear();
      }
    }
    scheduler.scheduleBatch(some);
  }

  @Override
  public void begin(LongConsumer lateness) {
    listener = lateness;
    scheduler.start();
  }

  @Override
  public void close() {
    scheduler.stop();
    pool.close();
  }
}
