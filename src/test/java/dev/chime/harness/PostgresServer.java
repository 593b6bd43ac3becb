package dev.chime.harness;

import dev.chime.store.postgres.DatabaseAddress;
import dev.chime.store.postgres.PostgresDatabase;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A real PostgreSQL server that all tests of a run share, each with databases of its own. Its
 * commits are as durable as in production.
 */
public final class PostgresServer {

  private static final EmbeddedPostgres SERVER = start();
  private static final AtomicInteger DATABASES = new AtomicInteger();

  private PostgresServer() {}

  private static EmbeddedPostgres start() {
    try {
      EmbeddedPostgres server =
          EmbeddedPostgres.builder()
              .setServerConfig("fsync", "on")
              .setServerConfig("synchronous_commit", "on")
              .setServerConfig("full_page_writes", "on")
              .setServerConfig("max_connections", "300")
              .start();
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server)));
      return server;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void stop(EmbeddedPostgres server) {
    try {
      server.close();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Creates a database with empty tables. */
  public static DatabaseAddress newDatabase() {
    String name = "test" + DATABASES.incrementAndGet();
    try (Connection connection = SERVER.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + name + " TEMPLATE " + Template.NAME);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
    return address(name);
  }

  /** Creates a database without tables. */
  public static DatabaseAddress newDatabaseWithoutTables() {
    String name = "test" + DATABASES.incrementAndGet();
    try (Connection connection = SERVER.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + name);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
    return address(name);
  }

  private static DatabaseAddress address(String database) {
    return new DatabaseAddress(SERVER.getJdbcUrl("postgres", database), null, null);
  }

  /** A database that each new one is a copy of, which is faster than to create all tables. */
  private static final class Template {
    private static final String NAME = make();

    private static String make() {
      try (Connection connection = SERVER.getPostgresDatabase().getConnection();
          Statement statement = connection.createStatement()) {
        statement.execute("CREATE DATABASE template_of_tests");
      } catch (SQLException e) {
        throw new AssertionError(e);
      }
      PostgresDatabase.open(address("template_of_tests"), "test");
      return "template_of_tests";
    }
  }
}
