package dev.chime.async.time;

import java.util.List;

/** A random program of timers and tasks: what to run, and for the model to reckon with. */
sealed interface Program {

  /** Waits, then notes its number. */
  record Sleep(int number, long millis) implements Program {}

  /** One after the other. */
  record Sequence(Program first, Program second) implements Program {}

  /** All at once, until all are done. */
  record All(List<Program> programs) implements Program {}

  /** Both at once, until one is done; the other is dropped. */
  record Race(Program first, Program second) implements Program {}

  /** Up to a time, then it is dropped. */
  record Limited(long millis, Program program) implements Program {}

  /** As a task of its own, awaited through its handle. */
  record Spawned(Program program) implements Program {}

  /** As a task of its own, which is cancelled after a time, whatever it has come to. */
  record Cancelled(long millis, Program program) implements Program {}
}
