package dev.chime.async.time;

import org.jspecify.annotations.Nullable;

/**
 * A timer as the wheel keeps it: the shared state itself, with the links of a slot's list in it, so
 * that arming allocates nothing further. The fields are the wheel's and belong to its thread.
 */
abstract class WheelEntry extends SharedState {

  /** When to fire, in the wheel's ticks. */
  final long deadline;

  @Nullable WheelEntry previous;
  @Nullable WheelEntry next;

  WheelEntry(long deadline) {
    this.deadline = deadline;
  }

  /** Whether it is in a wheel. */
  final boolean isLinked() {
    return next != null;
  }
}
