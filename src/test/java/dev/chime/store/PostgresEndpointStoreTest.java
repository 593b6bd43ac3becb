package dev.chime.store;

import dev.chime.harness.PostgresServer;
import dev.chime.store.postgres.DatabaseAddress;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

class PostgresEndpointStoreTest extends EndpointStoreContract {

  private final DatabaseAddress database = PostgresServer.newDatabase();

  @Override
  protected JdbcTimerStore newTimerStore() {
    return JdbcTimerStore.connect(
        database, "test", Stores.ROOMY, Stores.SILENT, Stores.UNHEARD, Stores.KEPT);
  }

  @Override
  protected String storedSecret() throws SQLException {
    try (Connection connection = DriverManager.getConnection(database.url());
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT secret FROM endpoints")) {
      row.next();
      return row.getString(1);
    }
  }
}
