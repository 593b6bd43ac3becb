package dev.chime.store.commit;

import dev.chime.delivery.DeliveryId;
import dev.chime.schedule.Schedule;
import dev.chime.schedule.ScheduleId;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Changes schedules in the transactions of a {@link WriteSession}. For one thread. */
public interface ScheduleWrites {

  /**
   * The schedule as it stands in this transaction.
   *
   * @return null if there is none
   */
  @Nullable Schedule find(ScheduleId id) throws SQLException;

  /** Stores a schedule in place of the present one: now, or with the commit. */
  void save(Schedule schedule, Instant now) throws SQLException;

  /** Deletes a schedule: now, or with the commit. */
  void delete(ScheduleId id, Instant now) throws SQLException;

  /**
   * Active schedules whose occurrences were due before this, or which have none.
   *
   * @param limit the most schedules
   */
  List<Schedule> overdue(Instant before, int limit) throws SQLException;

  /** Whether a delivery has not ended. */
  boolean isOpen(DeliveryId delivery) throws SQLException;
}
