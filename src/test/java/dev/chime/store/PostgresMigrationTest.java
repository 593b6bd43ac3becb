package dev.chime.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chime.delivery.DeliveryId;
import dev.chime.delivery.DeliveryState;
import dev.chime.harness.PostgresServer;
import dev.chime.store.postgres.DatabaseAddress;
import dev.chime.timer.Blocking;
import dev.chime.timer.Destination;
import dev.chime.timer.Namespace;
import dev.chime.timer.Timer;
import dev.chime.timer.TimerId;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A database from before there were deliveries goes on, and so does who uses it. */
@Timeout(60)
class PostgresMigrationTest {

  private static final Instant LATER = Instant.parse("2100-01-01T00:00:00Z");

  private final DatabaseAddress database = PostgresServer.newDatabaseWithoutTables();
  private Connection connection;
  private Statement statement;

  @BeforeEach
  void makeTheTablesOfBefore() throws SQLException {
    Flyway.configure()
        .dataSource(database.url(), null, null)
        .locations("classpath:db/postgresql")
        .target("3")
        .load()
        .migrate();
    connection = DriverManager.getConnection(database.url());
    statement = connection.createStatement();
    statement.execute("CREATE ROLE migrated_app");
    statement.execute("CREATE ROLE \"migrated App\"");
    statement.execute("CREATE ROLE migrated_other");
    statement.execute("GRANT EXECUTE ON FUNCTION chime_create TO migrated_app");
    statement.execute(
        "GRANT EXECUTE ON FUNCTION chime_create TO \"migrated App\" WITH GRANT OPTION");
  }

  @AfterEach
  void dropRoles() throws SQLException {
    statement.execute("RESET ROLE");
    statement.execute("DROP FUNCTION chime_create"); // and all rights to it
    for (String role : List.of("migrated_app", "\"migrated App\"", "migrated_other")) {
      statement.execute("DROP ROLE " + role);
    }
    connection.close();
  }

  private JdbcTimerStore migrated() {
    return JdbcTimerStore.connect(
        database, "test", Stores.ROOMY, Stores.SILENT, Stores.UNHEARD, Stores.KEPT);
  }

  private String create(String arguments) throws SQLException {
    try (ResultSet row = statement.executeQuery("SELECT chime_create(" + arguments + ")")) {
      row.next();
      return row.getString(1);
    }
  }

  @Test
  void timersOfBeforeGoOn() throws SQLException {
    TimerId old = new TimerId(Namespace.DEFAULT, create("delay => '1 hour'"));
    try (JdbcTimerStore store = migrated()) {
      Timer timer = Blocking.get(store.find(old)).orElseThrow();
      assertThat(timer.destination()).isNull();
      String id = create("delay => '1 hour', deliver => '{\"queue\": \"emails\"}'");
      Timer delivered = Blocking.get(store.find(new TimerId(Namespace.DEFAULT, id))).orElseThrow();
      assertThat(delivered.destination()).isEqualTo(new Destination.Queue("emails"));
      assertThat(Blocking.get(store.sweep(LATER, LATER, 10))).hasSize(2);
      assertThat(Blocking.get(store.deliveries().find(List.of(DeliveryId.of(delivered)))))
          .singleElement()
          .satisfies(
              found -> assertThat(found.orElseThrow().state()).isEqualTo(DeliveryState.PENDING));
    }
  }

  @Test
  void whoMayCreateTimersStillMay() throws SQLException {
    migrated().close();
    statement.execute("SET ROLE migrated_app");
    create("delay => '1 hour', deliver => '{\"to\": \"a\"}'");
    statement.execute("RESET ROLE");
    statement.execute("SET ROLE \"migrated App\"");
    create("delay => '1 hour'");
    statement.execute("GRANT EXECUTE ON FUNCTION chime_create TO migrated_app");
    statement.execute("RESET ROLE");
    statement.execute("SET ROLE migrated_other");
    assertThatThrownBy(() -> create("delay => '1 hour'")).hasMessageContaining("permission denied");
  }
}
