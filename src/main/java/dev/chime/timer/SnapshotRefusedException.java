package dev.chime.timer;

/** Thrown if a snapshot is not begun, or cannot be finished for lack of room. */
public final class SnapshotRefusedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Why there is no snapshot. */
  public enum Reason {
    /** Another one is being made. */
    RUNNING,
    /** The disk has no room for it. */
    NO_ROOM,
    /** The timers are in a database that has backups of its own. */
    NOT_EMBEDDED
  }

  private final Reason reason;

  /** An exception with the reason, and a sentence that says more. */
  public SnapshotRefusedException(Reason reason, String message) {
    super(message, null, false, false);
    this.reason = reason;
  }

  /** The reason. */
  public Reason reason() {
    return reason;
  }
}
