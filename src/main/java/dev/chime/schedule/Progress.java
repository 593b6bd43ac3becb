package dev.chime.schedule;

import dev.chime.timer.TimerId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far a schedule has come.
 *
 * @param made how many occurrences it has had, the pending one included
 * @param done the instant of the latest occurrence that has its outcome; null if there is none
 * @param pending the pending occurrence; null if there is none
 * @param behind how many occurrences in a row were made after their instants
 * @param missed how many instants have passed without an occurrence of their own
 * @param cut how often such instants were left out because they were too many
 * @param delivery the id of the delivery of the latest occurrence that elapsed; null if it is
 *     delivered nowhere
 * @param zoneData the version of the time zone data by which the pending instant was computed
 */
public record Progress(
    long made,
    @Nullable Instant done,
    @Nullable Pending pending,
    int behind,
    long missed,
    long cut,
    @Nullable String delivery,
    String zoneData) {

  /**
   * The occurrence that has no outcome yet.
   *
   * @param id its id
   * @param instant its instant
   * @param deadline its deadline: the instant, or a time within the flexible window after it
   */
  public record Pending(TimerId id, Instant instant, Instant deadline) {}

  /** The progress of a new schedule. */
  static final Progress NONE = new Progress(0, null, null, 0, 0, 0, null, ZoneData.VERSION);

  /** This, when one more occurrence is made. */
  Progress making(Pending occurrence, int nowBehind) {
    return new Progress(
        made + 1, done, occurrence, nowBehind, missed, cut, delivery, ZoneData.VERSION);
  }

  /** This, when the pending occurrence has its outcome, with the delivery that comes of it. */
  Progress decided(@Nullable String madeDelivery) {
    return new Progress(
        made,
        pending == null ? done : pending.instant(),
        null,
        behind,
        missed,
        cut,
        madeDelivery,
        zoneData);
  }

  /** This, when the pending occurrence is taken back. */
  Progress withdrawn() {
    return pending == null
        ? this
        : new Progress(made - 1, done, null, behind, missed, cut, delivery, zoneData);
  }

  /** This, with another id for the pending occurrence. */
  Progress renamed(TimerId id) {
    return pending == null
        ? this
        : withPending(new Pending(id, pending.instant(), pending.deadline()));
  }

  /** This, with another deadline for the pending occurrence. */
  Progress pendingAt(Instant deadline) {
    return pending == null
        ? this
        : withPending(new Pending(pending.id(), pending.instant(), deadline));
  }

  private Progress withPending(Pending changed) {
    return new Progress(made, done, changed, behind, missed, cut, delivery, zoneData);
  }

  /** This, after instants have passed without occurrences. */
  Progress missing(long more, boolean isCut) {
    return new Progress(
        made, done, pending, 0, missed + more, cut + (isCut ? 1 : 0), delivery, zoneData);
  }

  /** This, when its instants are others than before. */
  Progress restarted() {
    return new Progress(made, null, pending, 0, missed, cut, delivery, zoneData);
  }
}
