package dev.chime.store.sqlite;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The folder that the snapshots of one embedded store are kept in. A snapshot is a file {@code
 * chime-<time>.db} with a file {@code .sha256} beside it, which {@code sha256sum --check} reads.
 * Both are complete and on disk before they have these names. Not thread-safe.
 */
public final class SnapshotFolder {

  private static final Logger LOG = System.getLogger(SnapshotFolder.class.getName());

  private static final DateTimeFormatter NAME =
      DateTimeFormatter.ofPattern("'chime-'yyyyMMdd'T'HHmmss.SSS'Z.db'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private static final String SUM = ".sha256";
  private static final String TEMPORARY = "chime-snapshot.tmp";
  private static final List<String> LEFTOVERS =
      List.of(TEMPORARY, TEMPORARY + "-journal", TEMPORARY + SUM);

  /**
   * A snapshot in the folder.
   *
   * @param file the file
   * @param takenAt what was committed until then is in it
   * @param bytes the size of the file
   */
  public record Saved(Path file, Instant takenAt, long bytes) {}

  private final Path path;

  /** A folder that need not exist yet. */
  public SnapshotFolder(Path path) {
    this.path = path.toAbsolutePath();
  }

  /** Deletes what a snapshot has left behind that was not finished. */
  public void clean() throws IOException {
    for (String name : LEFTOVERS) {
      if (Files.deleteIfExists(path.resolve(name))) {
        LOG.log(Level.INFO, "deleted {0}, of a snapshot that was not finished", name);
      }
    }
    for (Path sum : list("*.db" + SUM)) {
      if (Files.notExists(unhashed(sum)) && timeOf(unhashed(sum)) != null) {
        Files.delete(sum);
      }
    }
  }

  /** The file to copy into; made ready together with the folder, if only the folder is missing. */
  public Path begin() throws IOException {
    if (Files.notExists(path)) {
      Files.createDirectory(path);
    }
    clean();
    return path.resolve(TEMPORARY);
  }

  /** How many bytes the disk has left. */
  public long room() throws IOException {
    return Files.getFileStore(path).getUsableSpace();
  }

  /**
   * Gives a copy its name, when it and its hash are on disk.
   *
   * @return the file
   */
  public Path finish(Instant takenAt, String sha256) throws IOException {
    Path copy = path.resolve(TEMPORARY);
    Path file = path.resolve(NAME.format(takenAt));
    Path sum = path.resolve(TEMPORARY + SUM);
    Files.writeString(sum, sha256 + "  " + file.getFileName() + "\n");
    force(sum);
    force(copy);
    Files.move(sum, sumOf(file), StandardCopyOption.ATOMIC_MOVE);
    Files.move(copy, file, StandardCopyOption.ATOMIC_MOVE);
    forceNames(path);
    return file;
  }

  /** Has what was written to a file so far reach the disk. Does nothing if there is no file. */
  public static void force(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    } catch (NoSuchFileException e) {
      LOG.log(Level.DEBUG, "{0} is not there yet", file);
    }
  }

  /** Has new names of files reach the disk, where the operating system has a way to say so. */
  static void forceNames(Path folder) {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "no fsync of folders here: {0}", e.getMessage());
    }
  }

  /** Deletes the oldest snapshots. */
  public void prune(int keep) throws IOException {
    for (Saved old : all().stream().skip(keep).toList()) {
      Files.delete(old.file());
      Files.deleteIfExists(sumOf(old.file()));
      LOG.log(Level.INFO, "deleted the old snapshot {0}", old.file().getFileName());
    }
  }

  /** The newest snapshot, if there is one. */
  public Optional<Saved> newest() throws IOException {
    return all().stream().findFirst();
  }

  /** The snapshots, the newest first. */
  private List<Saved> all() throws IOException {
    return list("chime-*.db").stream()
        .filter(file -> Files.exists(sumOf(file)))
        .flatMap(file -> Stream.ofNullable(saved(file)))
        .sorted(Comparator.comparing(Saved::takenAt).reversed())
        .toList();
  }

  private static @Nullable Saved saved(Path file) {
    Instant time = timeOf(file);
    try {
      return time == null ? null : new Saved(file, time, Files.size(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<Path> list(String glob) throws IOException {
    if (!Files.isDirectory(path)) {
      return List.of();
    }
    List<Path> found = new ArrayList<>();
    try (var files = Files.newDirectoryStream(path, glob)) {
      files.forEach(found::add);
    }
    return found;
  }

  /** The file with the hash of a snapshot. */
  static Path sumOf(Path file) {
    return file.resolveSibling(file.getFileName() + SUM);
  }

  private static Path unhashed(Path sum) {
    String name = sum.getFileName().toString();
    return sum.resolveSibling(name.substring(0, name.length() - SUM.length()));
  }

  /** The time in the name of a snapshot; null if it has another name. */
  static @Nullable Instant timeOf(Path file) {
    try {
      return NAME.parse(file.getFileName().toString(), Instant::from);
    } catch (DateTimeParseException e) {
      return null;
    }
  }
}
