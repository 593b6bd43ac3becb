package dev.chime.bench;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.SchedulableInstance;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.zaxxer.hikari.HikariDataSource;
import dev.chime.store.postgres.DatabaseAddress;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.LongConsumer;

/** db-scheduler at its tightest: lock-and-fetch, 50 threads, polling every 10 ms. */
final class DbSchedulerSubject implements PostgresSubject {

  /** What is done for a task. */
  @FunctionalInterface
  interface Work {
    void execute(String id, Instant due);
  }

  private static final int THREADS = 50;
  private static final int CONNECTIONS = 80;

  static final String TABLE =
      """
      CREATE TABLE scheduled_tasks (
        task_name TEXT NOT NULL, task_instance TEXT NOT NULL, task_data BYTEA,
        execution_time TIMESTAMPTZ NOT NULL, picked BOOLEAN NOT NULL, picked_by TEXT,
        last_success TIMESTAMPTZ, last_failure TIMESTAMPTZ, consecutive_failures INT,
        last_heartbeat TIMESTAMPTZ, version BIGINT NOT NULL, priority SMALLINT,
        PRIMARY KEY (task_name, task_instance));
      CREATE INDEX execution_time_idx ON scheduled_tasks (execution_time);
      CREATE INDEX last_heartbeat_idx ON scheduled_tasks (last_heartbeat)\
      """;

  private final HikariDataSource pool = new HikariDataSource();
  private final String payload;
  private final OneTimeTask<String> task;
  private final Scheduler scheduler;
  private volatile Work work = (id, due) -> {};

  DbSchedulerSubject(DatabaseAddress database, String payload) throws SQLException {
    this.payload = payload;
    pool.setJdbcUrl(database.url());
    pool.setMaximumPoolSize(CONNECTIONS);
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(TABLE);
    }
    task =
        Tasks.oneTime("timer", String.class)
            .execute(
                (instance, context) ->
                    work.execute(instance.getId(), context.getExecution().executionTime));
    scheduler =
        Scheduler.create(pool, task)
            .threads(THREADS)
            .pollUsingLockAndFetch(0.5, 4.0)
            .pollingInterval(Duration.ofMillis(10))
            .build();
  }

  @Override
  public String name() {
    return "db-scheduler";
  }

  private TaskInstance<String> instance() {
    return task.instance(UUID.randomUUID().toString(), payload);
  }

  @Override
  public void create(Instant deadline) {
    scheduler.schedule(instance(), deadline);
  }

  @Override
  public void createAll(int count, Instant deadline) {
    List<TaskInstance<?>> instances = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      instances.add(instance());
    }
    scheduler.scheduleBatch(instances, deadline);
  }

  /** Creates one for each of these deadlines, in one batch. */
  void createAll(List<Instant> deadlines) {
    List<SchedulableInstance<?>> instances = new ArrayList<>(deadlines.size());
    for (Instant deadline : deadlines) {
      instances.add(SchedulableInstance.of(instance(), deadline));
    }
    scheduler.scheduleBatch(instances);
  }

  @Override
  public void begin(LongConsumer lateness) {
    begin((id, due) -> lateness.accept(Duration.between(due, Instant.now()).toNanos()));
  }

  /** Begins to execute tasks. */
  void begin(Work executed) {
    work = executed;
    scheduler.start();
  }

  @Override
  public void close() {
    scheduler.stop();
    pool.close();
  }
}
