package dev.chime.store.sqlite;

import dev.chime.store.commit.StoreUnusableException;
import dev.chime.timer.Snapshot;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Set;

/** Puts a snapshot in the place of a database, in a folder that has none. */
public final class Restore {

  /** What may be in a folder that is empty otherwise. The second is what some disks begin with. */
  private static final Set<String> IGNORED =
      Set.of("chime.lock", "lost+found", "snapshots", "chime.db.restoring");

  private Restore() {}

  /**
   * Checks a snapshot, and copies it.
   *
   * @param file the snapshot
   * @param folder the folder of an embedded store; made if it is missing, but not its parent
   * @throws StoreUnusableException if the snapshot is not sound, or if the folder has files, is
   *     used by another process, or cannot be written
   */
  public static Snapshot restore(Path file, Path folder) {
    Snapshot snapshot = SnapshotCheck.ofSaved(file);
    try (DataFolder locked = DataFolder.open(folder)) {
      requireEmpty(locked.path());
      copy(snapshot, locked);
      return snapshot;
    } catch (IOException e) {
      throw new StoreUnusableException(
          "The snapshot cannot be copied to " + folder + ": " + e.getMessage(),
          "Check that the disk has room, and that it can be written.",
          e);
    }
  }

  private static void requireEmpty(Path folder) throws IOException {
    try (var files = Files.newDirectoryStream(folder)) {
      for (Path each : files) {
        if (!IGNORED.contains(each.getFileName().toString())) {
          throw new StoreUnusableException(
              "The folder " + folder + " is not empty: it has " + each.getFileName() + ".",
              "Move away what is in it, chime.db together with chime.db-wal and chime.db-shm, or"
                  + " name another folder with chime.data (environment CHIME_DATA).",
              null);
        }
      }
    }
  }

  private static void copy(Snapshot snapshot, DataFolder folder) throws IOException {
    Path target = folder.database();
    Path temporary = target.resolveSibling(target.getFileName() + ".restoring");
    MessageDigest digest = SnapshotCheck.sha256();
    try (InputStream bytes = new DigestInputStream(Files.newInputStream(snapshot.file()), digest)) {
      Files.copy(bytes, temporary, StandardCopyOption.REPLACE_EXISTING);
    }
    if (!HexFormat.of().formatHex(digest.digest()).equals(snapshot.sha256())) {
      throw new IOException("the file changed while it was copied");
    }
    SnapshotFolder.force(temporary);
    Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    SnapshotFolder.forceNames(folder.path());
  }
}
