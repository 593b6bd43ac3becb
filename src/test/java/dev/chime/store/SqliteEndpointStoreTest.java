package dev.chime.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.io.TempDir;

class SqliteEndpointStoreTest extends EndpointStoreContract {

  @TempDir private Path folder;

  @Override
  protected JdbcTimerStore newTimerStore() {
    return Stores.open(folder);
  }

  @Override
  protected String storedSecret() throws SQLException {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("chime.db"));
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT secret FROM endpoints")) {
      row.next();
      return row.getString(1);
    }
  }
}
