package dev.chime.timer;

import java.nio.file.Path;
import java.time.Instant;

/**
 * A copy of all that an embedded store has, in a file that was found to be sound.
 *
 * @param file the file
 * @param takenAt what was committed until then is in it
 * @param bytes the size of the file
 * @param sha256 the hash of the file, in hexadecimal
 * @param schema the version of its tables
 * @param timers how many timers are in it
 */
public record Snapshot(
    Path file, Instant takenAt, long bytes, String sha256, String schema, Counts timers) {

  /**
   * Numbers of timers, by state.
   *
   * @param pending timers without an outcome
   * @param elapsed timers that have elapsed
   * @param cancelled timers that were cancelled
   * @param skipped timers that were skipped
   */
  public record Counts(long pending, long elapsed, long cancelled, long skipped) {}

  /** The same, in another file. */
  public Snapshot as(Path other) {
    return new Snapshot(other, takenAt, bytes, sha256, schema, timers);
  }
}
