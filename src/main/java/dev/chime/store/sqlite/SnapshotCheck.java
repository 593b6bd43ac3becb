package dev.chime.store.sqlite;

import dev.chime.store.commit.StoreUnusableException;
import dev.chime.timer.Snapshot;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;
import org.flywaydb.core.api.FlywayException;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;
import org.sqlite.SQLiteOpenMode;

/**
 * Checks whether a file is a sound copy of a store: SQLite's own check of its pages, the version of
 * its tables, and whether the counts that are kept beside the timers are theirs. Changes nothing.
 */
public final class SnapshotCheck {

  private static final String COUNTS =
      "SELECT count(*) FILTER (WHERE state = 0), count(*) FILTER (WHERE state = 1),"
          + " count(*) FILTER (WHERE state = 2), count(*) FILTER (WHERE state = 3) FROM timers";

  private static final String LEDGER =
      "SELECT total(pending), total(elapsed), total(cancelled), total(skipped) FROM ledger";

  private static final String REMEDY = "Take another snapshot.";

  private SnapshotCheck() {}

  /**
   * Checks a file that no process changes.
   *
   * @param takenAt when it was copied
   * @throws StoreUnusableException if it is not sound
   */
  public static Snapshot of(Path file, Instant takenAt) {
    SQLiteDataSource source = source(file);
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      String problem = text(statement, "PRAGMA quick_check(1)");
      if (!problem.equals("ok")) {
        throw unsound(file, problem);
      }
      String schema = SqliteSchema.version(source, file);
      Snapshot.Counts counts = counts(statement, COUNTS);
      Snapshot.Counts ledger = counts(statement, LEDGER);
      if (!counts.equals(ledger)) {
        throw unsound(file, "it has " + counts + ", and says " + ledger);
      }
      return new Snapshot(file, takenAt, Files.size(file), hash(file), schema, counts);
    } catch (SQLException | FlywayException | IOException e) {
      throw new StoreUnusableException(
          file + " is not a snapshot that can be read: " + e.getMessage(), REMEDY, e);
    }
  }

  /** Checks a snapshot in a folder, and that it is the file whose hash is beside it. */
  public static Snapshot ofSaved(Path file) {
    Path path = file.toAbsolutePath();
    if (!Files.isRegularFile(path)) {
      throw new StoreUnusableException(
          "There is no file " + path + ".", "Name a snapshot: a file chime-<time>.db.", null);
    }
    String expected = expectedHash(path);
    try {
      Instant named = SnapshotFolder.timeOf(path);
      Instant time = named == null ? Files.getLastModifiedTime(path).toInstant() : named;
      String found = hash(path); // before anything in it is believed
      if (!found.equals(expected)) {
        throw unsound(path, "its SHA-256 is " + found + ", and should be " + expected);
      }
      return of(path, time);
    } catch (IOException e) {
      throw new StoreUnusableException(path + " cannot be read: " + e.getMessage(), REMEDY, e);
    }
  }

  private static String expectedHash(Path file) {
    Path sum = SnapshotFolder.sumOf(file);
    try {
      return Files.readString(sum).strip().split("\\s", 2)[0].toLowerCase(Locale.ROOT);
    } catch (IOException e) {
      throw new StoreUnusableException(
          "There is no " + sum.getFileName() + " beside " + file + ".",
          "Copy a snapshot together with its file .sha256.",
          e);
    }
  }

  private static StoreUnusableException unsound(Path file, String problem) {
    return new StoreUnusableException(
        file + " is damaged: " + problem + ".", "Use another snapshot.", null);
  }

  /** The SHA-256 of a file, in hexadecimal. */
  static String hash(Path file) throws IOException {
    MessageDigest digest = sha256();
    try (InputStream bytes = new DigestInputStream(Files.newInputStream(file), digest)) {
      bytes.transferTo(java.io.OutputStream.nullOutputStream());
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** The file as it is: nothing is written to it, nor beside it. */
  private static SQLiteDataSource source(Path file) {
    SQLiteConfig config = new SQLiteConfig();
    config.setReadOnly(true);
    config.setOpenMode(SQLiteOpenMode.OPEN_URI);
    SQLiteDataSource source = new SQLiteDataSource(config);
    source.setUrl("jdbc:sqlite:" + file.toUri() + "?immutable=1");
    return source;
  }

  private static String text(Statement statement, String query) throws SQLException {
    try (ResultSet row = statement.executeQuery(query)) {
      return row.next() ? row.getString(1) : "no answer";
    }
  }

  private static Snapshot.Counts counts(Statement statement, String query) throws SQLException {
    try (ResultSet row = statement.executeQuery(query)) {
      row.next();
      return new Snapshot.Counts(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4));
    }
  }
}
