package dev.chime.upgrade;

import dev.chime.ChimeApplication;
import dev.chime.harness.ApiClient;
import dev.chime.harness.PostgresServer;
import dev.chime.store.postgres.DatabaseAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * This version finds all that older ones have stored. What they have stored is kept as SQL, which
 * {@link UpgradeIT} has written.
 */
@Timeout(120)
class OldStoresTest {

  private static final Path FOLDER = Path.of("src/test/resources/dev/chime/upgrade");

  static final Path SQLITE = FOLDER.resolve("sqlite-v5.sql");
  static final Path POSTGRESQL = FOLDER.resolve("postgresql-v6.sql");

  /** Outcomes of that time are still to be read. */
  private static final String RETENTION = "--chime.retention=36500d";

  @Test
  void sqlite(@TempDir Path data) throws IOException, SQLException {
    try (Connection connection =
        DriverManager.getConnection("jdbc:sqlite:" + data.resolve("chime.db"))) {
      execute(connection, Files.readString(SQLITE));
    }
    find("--chime.data=" + data);
  }

  /** The tables are made by the migrations of that time, which must not have changed since. */
  @Test
  void postgresql() throws IOException, SQLException {
    DatabaseAddress address = PostgresServer.newDatabaseWithoutTables();
    Flyway.configure()
        .dataSource(address.url(), address.username(), address.password())
        .locations("classpath:db/postgresql")
        .target("6")
        .load()
        .migrate();
    try (Connection connection = DriverManager.getConnection(address.url())) {
      execute(connection, Files.readString(POSTGRESQL));
    }
    find("--spring.datasource.url=" + address.url());
  }

  private static void execute(Connection connection, String script) throws SQLException {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      for (String each : script.split(";\n", -1)) {
        if (!each.isEmpty()) {
          statement.execute(each);
        }
      }
    }
    connection.commit();
  }

  private static void find(String where) {
    try (ConfigurableApplicationContext server =
        SpringApplication.run(ChimeApplication.class, "--server.port=0", RETENTION, where)) {
      Inheritance.find(new Node(ApiClient.portOf(server)));
    }
  }
}
