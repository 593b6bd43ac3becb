package dev.chime.store;

/** The statements, in the SQL that all our databases share. */
final class Sql {

  static final int PENDING = 0;
  static final int ELAPSED = 1;
  static final int CANCELLED = 2;

  private static final String COLUMNS =
      "id, state, deadline, created_at, elapsed_at, version, payload, labels";

  static final String INSERT =
      "INSERT INTO timers (id, state, deadline, created_at, version, payload, labels)"
          + " VALUES (?, 0, ?, ?, 1, ?, ?) ON CONFLICT (id) DO NOTHING";

  static final String FIND = "SELECT " + COLUMNS + " FROM timers WHERE id = ?";

  static final String ELAPSE =
      "UPDATE timers SET state = 1, elapsed_at = ?, decided_at = ?, version = version + 1"
          + " WHERE id = ? AND state = 0 AND deadline <= ? RETURNING "
          + COLUMNS;

  static final String CANCEL =
      "UPDATE timers SET state = 2, decided_at = ?, version = version + 1"
          + " WHERE id = ? AND state = 0 RETURNING "
          + COLUMNS;

  static final String PENDING_PAGE =
      "SELECT "
          + COLUMNS
          + " FROM timers WHERE state = 0 AND (deadline, id) > (?, ?) AND deadline < ?"
          + " ORDER BY deadline, id LIMIT ?";

  static final String PURGE =
      "DELETE FROM timers WHERE id IN"
          + " (SELECT id FROM timers WHERE decided_at < ? ORDER BY decided_at LIMIT ?)"
          + " RETURNING state";

  static final String INSERT_REQUEST =
      "INSERT INTO requests"
          + " (request_key, fingerprint, timer_id, deadline, created_at, payload, labels)"
          + " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (request_key) DO NOTHING";

  static final String FIND_REQUEST =
      "SELECT fingerprint, timer_id, deadline, created_at, payload, labels"
          + " FROM requests WHERE request_key = ?";

  static final String PURGE_REQUESTS =
      "DELETE FROM requests WHERE request_key IN (SELECT request_key FROM requests"
          + " WHERE created_at < ? ORDER BY created_at LIMIT ?)";

  static final String LEDGER = "SELECT clock, pending, elapsed, cancelled FROM ledger";

  static final String SAVE_LEDGER =
      "UPDATE ledger SET clock = ?, pending = ?, elapsed = ?, cancelled = ?";

  private Sql() {}
}
