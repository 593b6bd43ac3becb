package dev.chime.store;

import dev.chime.store.commit.StoreUnusableException;
import dev.chime.store.sqlite.Restore;
import dev.chime.store.sqlite.SnapshotCheck;
import dev.chime.timer.Snapshot;
import java.nio.file.Path;

/** What can be done with snapshots of an embedded store without the service. */
public final class Snapshots {

  private Snapshots() {}

  /**
   * Checks a snapshot: its hash, its pages, the version of its tables, its counts.
   *
   * @throws StoreUnusableException if it is not sound
   */
  public static Snapshot verify(Path file) {
    return SnapshotCheck.ofSaved(file);
  }

  /**
   * Checks a snapshot and copies it into an empty folder, for an embedded store to open.
   *
   * @param folder made if it is missing, but not its parent
   * @throws StoreUnusableException if the snapshot is not sound, or if the folder has files, is
   *     used by another process, or cannot be written
   */
  public static Snapshot restore(Path file, Path folder) {
    return Restore.restore(file, folder);
  }
}
