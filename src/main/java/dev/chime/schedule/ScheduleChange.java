package dev.chime.schedule;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a client wants to do with a schedule. The store applies it in a transaction, and may apply
 * it again if another process was faster. Then it takes the pending occurrence back if the step has
 * another one or none, and writes what the step makes.
 */
@FunctionalInterface
public interface ScheduleChange {

  /**
   * Applies the change.
   *
   * @param present the schedule as it is; null if there is none
   * @param now the time of the request
   * @throws RuntimeException if the schedule must not be changed; passed on to whoever asked
   */
  ScheduleStep apply(@Nullable Schedule present, Instant now);
}
