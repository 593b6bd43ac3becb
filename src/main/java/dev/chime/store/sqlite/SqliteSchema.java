package dev.chime.store.sqlite;

import dev.chime.store.commit.Schema;
import dev.chime.store.commit.StoreUnusableException;
import java.nio.file.Path;
import java.util.Map;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;

/** The tables of a SQLite database, and their migration from older versions of Chime. */
final class SqliteSchema {

  /** The parts of the shared migrations that differ between SQLite and PostgreSQL. */
  private static final Map<String, String> PLACEHOLDERS =
      Map.of(
          "clustered", "WITHOUT ROWID",
          "each_label", "json_each(t.labels) AS label",
          "label_name", "label.key",
          "label_value", "label.value");

  private SqliteSchema() {}

  /**
   * Creates the tables, or migrates them to this version.
   *
   * @param file the file of the database, for error messages
   * @throws StoreUnusableException if a newer version of Chime has written the database
   * @throws org.flywaydb.core.api.FlywayException if a migration fails
   */
  static Schema migrate(DataSource source, Path file) {
    Flyway flyway = flyway(source);
    rejectNewer(flyway, file);
    return Schema.of("sqlite", flyway.migrate());
  }

  /**
   * The version of the tables, which this version of Chime can use.
   *
   * @param file the file of the database, for error messages
   * @throws StoreUnusableException if a newer version of Chime has written the database, or if it
   *     has no tables
   */
  static String version(DataSource source, Path file) {
    Flyway flyway = flyway(source);
    rejectNewer(flyway, file);
    MigrationInfo current = flyway.info().current();
    if (current == null) {
      throw new StoreUnusableException(file + " has no timers.", "", null);
    }
    return String.valueOf(current.getVersion());
  }

  private static Flyway flyway(DataSource source) {
    return Flyway.configure()
        .dataSource(source)
        .locations("classpath:db/sqlite")
        .placeholders(PLACEHOLDERS)
        .load();
  }

  private static void rejectNewer(Flyway flyway, Path file) {
    for (MigrationInfo each : flyway.info().all()) {
      if (each.getState().isApplied() && !each.getState().isResolved()) {
        throw new StoreUnusableException(
            "A newer version of Chime has written the timers in "
                + file
                + " (schema "
                + each.getVersion()
                + ").",
            "Run that version or a later one, or name another folder with chime.data"
                + " (environment CHIME_DATA).",
            null);
      }
    }
  }
}
