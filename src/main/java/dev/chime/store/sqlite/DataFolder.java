package dev.chime.store.sqlite;

import dev.chime.store.commit.StoreUnusableException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * The folder of an embedded store. One process at a time can use it, because it locks a file in it.
 * The operating system releases the lock when the process ends, for whatever reason.
 */
final class DataFolder implements AutoCloseable {

  private static final String LOCK = "chime.lock";
  private static final String DATABASE = "chime.db";

  private final Path path;
  private final FileChannel channel;

  private DataFolder(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  /**
   * Opens the folder. Creates it if it is missing, but not its parent.
   *
   * @throws StoreUnusableException if this is not possible, or if another process uses the folder
   */
  static DataFolder open(Path folder) {
    Path path = folder.toAbsolutePath();
    createIfMissing(path);
    return lock(path);
  }

  /**
   * Opens the folder, which must have a database in it.
   *
   * @throws StoreUnusableException if it has none, or if another process uses the folder
   */
  static DataFolder openExisting(Path folder) {
    Path path = folder.toAbsolutePath();
    if (Files.exists(path) && !Files.isDirectory(path)) {
      throw notAFolder(path, null);
    }
    if (!Files.exists(path.resolve(DATABASE))) {
      throw new StoreUnusableException(
          "There are no timers in " + path + ": it has no file " + DATABASE + ".",
          "Name the folder that has them with chime.data (environment CHIME_DATA).",
          null);
    }
    return lock(path);
  }

  private static DataFolder lock(Path folder) {
    Path path = realPath(folder);
    Path lock = path.resolve(LOCK);
    try {
      FileChannel channel =
          FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (!tryLock(channel)) {
        channel.close();
        throw new StoreUnusableException(
            "Another process uses the timers in " + path + ".",
            "Stop that process, or give this one a folder of its own with chime.data"
                + " (environment CHIME_DATA).",
            null);
      }
      return new DataFolder(path, channel);
    } catch (IOException e) {
      throw new StoreUnusableException(
          "The folder " + path + " cannot be written to: " + FileFailure.using(e) + ".",
          "Let the user that runs Chime write to it, or name another folder with chime.data"
              + " (environment CHIME_DATA).",
          e);
    }
  }

  private static void createIfMissing(Path path) {
    if (Files.isDirectory(path)) {
      return;
    }
    try {
      Files.createDirectory(path);
    } catch (FileAlreadyExistsException e) {
      throw notAFolder(path, e);
    } catch (IOException e) {
      throw new StoreUnusableException(
          "The folder "
              + path
              + " is missing and cannot be made: "
              + FileFailure.making(path, e)
              + ".",
          "Make it, or name another folder with chime.data (environment CHIME_DATA).",
          e);
    }
  }

  private static StoreUnusableException notAFolder(Path path, @Nullable IOException e) {
    return new StoreUnusableException(
        path + " is not a folder, but a " + (Files.exists(path) ? "file" : "link to nothing") + ".",
        "Name a folder with chime.data (environment CHIME_DATA).",
        e);
  }

  /** The path without symbolic links, so that the folder has only one path and one lock. */
  private static Path realPath(Path folder) {
    try {
      Path path = folder.toRealPath();
      if (Files.isSymbolicLink(path.resolve(DATABASE))) { // the lock would be in the wrong folder
        throw new StoreUnusableException(
            path.resolve(DATABASE) + " is a link to a file elsewhere.",
            "Name the folder of that file with chime.data (environment CHIME_DATA).",
            null);
      }
      return path;
    } catch (IOException e) {
      throw new StoreUnusableException(
          "The folder " + folder + " cannot be read: " + FileFailure.using(e) + ".",
          "Let the user that runs Chime read it, or name another folder with chime.data"
              + " (environment CHIME_DATA).",
          e);
    }
  }

  private static boolean tryLock(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false; // this process has the lock already
    }
  }

  /** The folder itself. */
  Path path() {
    return path;
  }

  /** The file of the database. */
  Path database() {
    return path.resolve(DATABASE);
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new StoreUnusableException("The lock in " + path + " cannot be released.", "", e);
    }
  }
}
