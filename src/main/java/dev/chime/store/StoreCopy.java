package dev.chime.store;

import dev.chime.store.commit.StoreUnusableException;
import dev.chime.store.postgres.DatabaseAddress;
import dev.chime.store.postgres.PostgresDatabase;
import dev.chime.store.sqlite.SqliteDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Copies an embedded store into an empty PostgreSQL database, in one transaction: either everything
 * is copied, or nothing. Before the commit it reads everything back, and compares the number of
 * rows and their checksum.
 */
public final class StoreCopy {

  /**
   * A table that both databases have.
   *
   * @param name the name
   * @param numbers the columns with numbers
   * @param texts the columns with text
   */
  private record Table(String name, List<String> numbers, List<String> texts) {
    int width() {
      return numbers.size() + texts.size();
    }

    private String columns() {
      return String.join(", ", numbers) + ", " + String.join(", ", texts);
    }

    String select() {
      return "SELECT " + columns() + " FROM " + name;
    }

    String insert() {
      String numberMarks =
          numbers.stream().map(column -> "CAST(? AS bigint)").collect(Collectors.joining(", "));
      String textMarks = texts.stream().map(column -> "?").collect(Collectors.joining(", "));
      return "INSERT INTO %s (%s) VALUES (%s, %s)"
          .formatted(name, columns(), numberMarks, textMarks);
    }
  }

  private record Checksum(long rows, long value) {
    private String hex() {
      return String.format(Locale.ROOT, "%016x", value);
    }

    @Override
    public String toString() {
      return String.format(Locale.ROOT, "%,d rows, checksum %s", rows, hex());
    }
  }

  /**
   * A table that was copied.
   *
   * @param table its name
   * @param rows how many rows it has
   * @param checksum of all rows, in hexadecimal
   */
  public record Copied(String table, long rows, String checksum) {
    @Override
    public String toString() {
      return String.format(Locale.ROOT, "%s: %,d rows, checksum %s", table, rows, checksum);
    }
  }

  private static final List<Table> TABLES =
      List.of(
          new Table(
              "timers",
              List.of(
                  "deadline",
                  "created_at",
                  "due_at",
                  "max_lateness",
                  "decided_at",
                  "version",
                  "state"),
              List.of(
                  "namespace", "id", "payload", "labels", "fingerprint", "deliver", "traceparent")),
          new Table("timer_labels", List.of("state"), List.of("namespace", "name", "value", "id")),
          new Table(
              "requests",
              List.of("deadline", "created_at", "max_lateness"),
              List.of(
                  "namespace",
                  "request_key",
                  "fingerprint",
                  "timer_id",
                  "payload",
                  "labels",
                  "deliver")),
          new Table(
              "deliveries",
              List.of(
                  "available_at",
                  "finished_at",
                  "deadline",
                  "created_at",
                  "due_at",
                  "max_lateness",
                  "decided_at",
                  "version",
                  "attempts",
                  "state"),
              List.of(
                  "namespace",
                  "id",
                  "destination",
                  "timer_id",
                  "token",
                  "payload",
                  "labels",
                  "log",
                  "traceparent")),
          new Table(
              "schedules",
              List.of("state", "version", "revision", "created_at", "due_at"),
              List.of("namespace", "id", "zone_data", "settings", "progress")),
          new Table(
              "endpoints",
              List.of("created_at", "version", "state"),
              List.of("namespace", "name", "settings", "secret")),
          new Table("test_clocks", List.of("now", "delivers"), List.of("namespace")),
          new Table(
              "clock_turns",
              List.of("now", "target", "outcomes", "more", "turned_at"),
              List.of("namespace", "request_key", "fingerprint")),
          new Table(
              "ledger",
              List.of("clock", "pending", "elapsed", "cancelled", "skipped"),
              List.of("namespace")));

  private static final int BATCH = 1_000;

  private final Connection source;
  private final Connection target;
  private final Consumer<Copied> report;

  private StoreCopy(Connection source, Connection target, Consumer<Copied> report) {
    this.source = source;
    this.target = target;
    this.report = report;
  }

  /**
   * Copies a store.
   *
   * @param folder the embedded store's folder, which no other process may use at the same time
   * @param address the database to copy it to
   * @param report receives each table that is copied
   * @throws StoreUnusableException if one of the two cannot be used, if the target is not empty, or
   *     if the copied rows differ from the original ones
   */
  public static void copy(Path folder, DatabaseAddress address, Consumer<Copied> report) {
    try (SqliteDatabase embedded = SqliteDatabase.openExisting(folder);
        Connection source = embedded.openReader();
        Connection target = PostgresDatabase.open(address, "copy").openCopy()) {
      target.setAutoCommit(false);
      StoreCopy copy = new StoreCopy(source, target, report);
      for (Table table : TABLES) {
        copy.copy(table);
      }
      target.commit();
    } catch (SQLException e) {
      throw new StoreUnusableException(
          "The timers in " + folder + " cannot be copied to " + address + ": " + e.getMessage(),
          "Nothing has been copied.",
          e);
    }
  }

  private void copy(Table table) throws SQLException {
    requireEmpty(table);
    try (Statement select = source.createStatement();
        ResultSet rows = select.executeQuery(table.select());
        PreparedStatement insert = target.prepareStatement(table.insert())) {
      for (int count = 1; rows.next(); count++) {
        for (int i = 1; i <= table.width(); i++) {
          insert.setString(i, rows.getString(i));
        }
        insert.addBatch();
        if (count % BATCH == 0) {
          insert.executeBatch();
        }
      }
      insert.executeBatch();
    }
    Checksum original = checksum(source, table);
    Checksum copy = checksum(target, table);
    report.accept(new Copied(table.name, copy.rows(), copy.hex()));
    if (!original.equals(copy)) {
      throw new StoreUnusableException(
          "Table "
              + table.name
              + " was not copied correctly: "
              + original
              + " became "
              + copy
              + ".",
          "Nothing has been copied. This is a bug in Chime or in a database.",
          null);
    }
  }

  private void requireEmpty(Table table) throws SQLException {
    try (Statement statement = target.createStatement();
        ResultSet row = statement.executeQuery("SELECT 1 FROM " + table.name + " LIMIT 1")) {
      if (row.next()) {
        throw new StoreUnusableException(
            "The database already has rows in its table " + table.name + ".",
            "Copy into an empty database.",
            null);
      }
    }
  }

  /** Computes the checksum of all rows. It does not depend on their order. */
  private static Checksum checksum(Connection connection, Table table) throws SQLException {
    long count = 0;
    long sum = 0;
    try (Statement statement = connection.createStatement()) {
      statement.setFetchSize(BATCH);
      try (ResultSet rows = statement.executeQuery(table.select())) {
        while (rows.next()) {
          count++;
          sum += hash(rows, table.width());
        }
      }
    }
    return new Checksum(count, sum);
  }

  /** The 64-bit FNV-1a hash (G. Fowler, L. C. Noll and K.-P. Vo, 1991) of the texts in a row. */
  private static long hash(ResultSet row, int width) throws SQLException {
    long hash = 0xcbf29ce484222325L;
    for (int i = 1; i <= width; i++) {
      String text = row.getString(i);
      hash = (hash ^ (text == null ? -1 : text.length())) * 0x100000001b3L;
      for (int at = 0; text != null && at < text.length(); at++) {
        hash = (hash ^ text.charAt(at)) * 0x100000001b3L;
      }
    }
    return hash;
  }
}
