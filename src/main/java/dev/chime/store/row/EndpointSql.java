package dev.chime.store.row;

/** SQL statements about endpoints. All of them work in both SQLite and PostgreSQL. */
public final class EndpointSql {

  /** Parameters: namespace, name, state, created_at, version, settings, secret. */
  public static final String INSERT =
      "INSERT INTO endpoints (namespace, name, state, created_at, version, settings, secret)"
          + " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (namespace, name) DO NOTHING";

  /** Parameters: state, version, settings, secret; namespace, name, version before. */
  public static final String UPDATE =
      "UPDATE endpoints SET state = ?, version = ?, settings = ?, secret = ?"
          + " WHERE namespace = ? AND name = ? AND version = ?";

  /** Parameters: namespace, name. */
  public static final String DELETE = "DELETE FROM endpoints WHERE namespace = ? AND name = ?";

  private static final String SELECT =
      "SELECT namespace, name, state, created_at, version, settings, secret FROM endpoints";

  static final String FIND = SELECT + " WHERE namespace = ? AND name = ?";

  static final String LIST = SELECT + " WHERE namespace = ? AND name > ? ORDER BY name LIMIT ?";

  private EndpointSql() {}
}
