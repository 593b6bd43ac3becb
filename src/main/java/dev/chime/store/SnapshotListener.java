package dev.chime.store;

import java.time.Instant;

/** Is told what becomes of snapshots. Any thread may call it. */
public interface SnapshotListener {

  /** A snapshot was saved. */
  void saved();

  /** A snapshot failed. */
  void failed();

  /** A snapshot was refused. */
  void refused();

  /** The newest snapshot in the folder, as it stands now: when it was taken, and its size. */
  void newest(Instant takenAt, long bytes);
}
