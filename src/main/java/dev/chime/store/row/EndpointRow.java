package dev.chime.store.row;

import dev.chime.delivery.Endpoint;
import dev.chime.delivery.EndpointState;
import dev.chime.delivery.SecretCipher;
import dev.chime.timer.Namespace;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint as it is in the database. Its secret may be encrypted.
 *
 * @param namespace its namespace
 * @param name its name
 * @param state the number of its state
 * @param createdAt when it was made, in milliseconds since the epoch
 * @param version its version
 * @param settings its settings, as JSON
 * @param secret its secret, as JSON, encrypted
 */
public record EndpointRow(
    Namespace namespace,
    String name,
    int state,
    long createdAt,
    long version,
    String settings,
    String secret) {

  private static final EndpointState[] STATES = {
    EndpointState.ACTIVE, EndpointState.PAUSED, EndpointState.DISABLED
  };

  /** The row of an endpoint. */
  public static EndpointRow of(Endpoint endpoint, SecretCipher cipher) {
    return new EndpointRow(
        endpoint.namespace(),
        endpoint.name(),
        code(endpoint.state()),
        endpoint.createdAt().toEpochMilli(),
        endpoint.version(),
        EndpointText.of(endpoint.settings()),
        cipher.encrypt(EndpointText.of(endpoint.secret())));
  }

  /**
   * The endpoint of this row.
   *
   * @throws IllegalArgumentException if its secret cannot be decrypted
   */
  public Endpoint endpoint(SecretCipher cipher) {
    return new Endpoint(
        namespace,
        name,
        EndpointText.settings(settings),
        EndpointText.secret(cipher.decrypt(secret)),
        STATES[state],
        Instant.ofEpochMilli(createdAt),
        version);
  }

  private static int code(EndpointState state) {
    return switch (state) {
      case ACTIVE -> 0;
      case PAUSED -> 1;
      case DISABLED -> 2;
    };
  }

  /**
   * Writes this row in place of the version before.
   *
   * @return false if there is another version
   */
  public boolean save(Connection connection) throws SQLException {
    return version == 1 ? insert(connection) : update(connection);
  }

  private boolean insert(Connection connection) throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(EndpointSql.INSERT)) {
      insert.setString(1, namespace.name());
      insert.setString(2, name);
      insert.setInt(3, state);
      insert.setLong(4, createdAt);
      insert.setLong(5, version);
      insert.setString(6, settings);
      insert.setString(7, secret);
      return insert.executeUpdate() == 1;
    }
  }

  private boolean update(Connection connection) throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(EndpointSql.UPDATE)) {
      update.setInt(1, state);
      update.setLong(2, version);
      update.setString(3, settings);
      update.setString(4, secret);
      update.setString(5, namespace.name());
      update.setString(6, name);
      update.setLong(7, version - 1);
      return update.executeUpdate() == 1;
    }
  }

  /**
   * Deletes a row.
   *
   * @return whether there was one
   */
  public static boolean delete(Connection connection, Namespace namespace, String name)
      throws SQLException {
    try (PreparedStatement delete = connection.prepareStatement(EndpointSql.DELETE)) {
      delete.setString(1, namespace.name());
      delete.setString(2, name);
      return delete.executeUpdate() == 1;
    }
  }

  /** Reads the rows of a namespace in the order of their names. */
  static List<EndpointRow> list(
      Connection connection, Namespace namespace, @Nullable String after, int limit)
      throws SQLException {
    try (PreparedStatement list = connection.prepareStatement(EndpointSql.LIST)) {
      list.setString(1, namespace.name());
      list.setString(2, after == null ? "" : after);
      list.setInt(3, limit);
      return read(list);
    }
  }

  /** Reads a row; none if there is none. */
  static List<EndpointRow> find(Connection connection, Namespace namespace, String name)
      throws SQLException {
    try (PreparedStatement find = connection.prepareStatement(EndpointSql.FIND)) {
      find.setString(1, namespace.name());
      find.setString(2, name);
      return read(find);
    }
  }

  private static List<EndpointRow> read(PreparedStatement query) throws SQLException {
    List<EndpointRow> found = new ArrayList<>();
    try (ResultSet rows = query.executeQuery()) {
      while (rows.next()) {
        found.add(
            new EndpointRow(
                TimerRow.namespace(rows.getString(1)),
                rows.getString(2),
                rows.getInt(3),
                rows.getLong(4),
                rows.getLong(5),
                rows.getString(6),
                rows.getString(7)));
      }
    }
    return found;
  }
}
