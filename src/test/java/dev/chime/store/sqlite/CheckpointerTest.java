package dev.chime.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SQLite's log is copied into the database by a thread that is not the writer. */
class CheckpointerTest {

  private static final int ROWS = 100;

  @TempDir private Path folder;
  private Path file;
  private SqliteDatabase database;

  @BeforeEach
  void open() {
    file = folder.resolve("chime.db");
    database = SqliteDatabase.open(folder, 0);
  }

  @AfterEach
  void close() throws SQLException {
    database.close();
  }

  @Test
  void whatIsCommittedIsCopied() throws Exception {
    try (Connection writer = database.openWriter();
        Checkpointer checkpointer = Checkpointer.start(database.openReader())) {
      for (int round = 0; round < 2; round++) {
        long before = Files.size(file);
        write(writer);
        checkpointer.requestCopy();
        await().until(() -> Files.size(file) > before);
      }
    }
  }

  @Test
  void nothingIsCopiedUnasked() throws Exception {
    try (Connection writer = database.openWriter()) {
      long before = Files.size(file);
      write(writer);
      assertThat(Files.size(file)).isEqualTo(before); // so the other test proves something
      assertThat(Files.size(folder.resolve("chime.db-wal"))).isPositive();
    }
  }

  /** Writes some hundred pages, which are only in the log then. */
  private static void write(Connection writer) throws SQLException {
    writer.setAutoCommit(false);
    try (Statement statement = writer.createStatement()) {
      statement.execute("CREATE TABLE IF NOT EXISTS filler (content TEXT)");
      for (int i = 0; i < ROWS; i++) {
        statement.executeUpdate("INSERT INTO filler VALUES (hex(zeroblob(4000)))");
      }
    }
    writer.commit();
  }
}
