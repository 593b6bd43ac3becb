package dev.chime.bench;

import java.time.Instant;
import java.util.function.LongConsumer;

/** Something that keeps timers in PostgreSQL. Thread-safe. */
interface PostgresSubject extends AutoCloseable {

  String name();

  /** Creates a timer that comes due then, durably. */
  void create(Instant deadline) throws InterruptedException;

  /** Creates so many at once. */
  void createAll(int count, Instant deadline) throws InterruptedException;

  /** Begins to elapse timers, and tells how many nanoseconds late each is. */
  void begin(LongConsumer lateness);

  @Override
  void close();
}
