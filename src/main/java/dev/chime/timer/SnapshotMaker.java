package dev.chime.timer;

/** Makes snapshots of the store, one at a time, while it is used. Thread-safe. */
public interface SnapshotMaker {

  /**
   * Makes a snapshot. Blocks until it is on disk and was checked.
   *
   * @throws SnapshotRefusedException if there can be none, now or at all
   * @throws StoreException if it failed
   * @throws StoreBusyException if the service stops
   */
  Snapshot save() throws InterruptedException;
}
