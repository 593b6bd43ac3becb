package dev.chime.store.postgres;

import dev.chime.delivery.Attempt;
import dev.chime.store.row.DeliverySql;

/** SQL statements about deliveries for PostgreSQL only. Each of them works on many rows. */
final class PostgresDeliverySql {

  /**
   * Claims deliveries of several lanes, except rows that another transaction is writing now.
   * Returns a row for each claimed delivery: the delivery and when it became available; and in any
   * case a row for each lane: its number, how many were available, up to one more than were asked
   * for, and when the next one after these is. Parameters: arrays of the lanes' numbers,
   * namespaces, destinations, times, largest numbers of deliveries, ends of leases.
   */
  static final String CLAIM =
      """
      WITH lane AS MATERIALIZED (
        SELECT * FROM unnest(?::bigint[], ?::text[], ?::text[], ?::bigint[], ?::bigint[],
          ?::bigint[]) AS l(number, namespace, destination, now, max, until)),
      next AS MATERIALIZED (
        SELECT l.number,
          (SELECT count(*) FROM (SELECT FROM deliveries o WHERE o.namespace = l.namespace
            AND o.destination = l.destination AND o.available_at <= l.now LIMIT l.max + 1) AS few)
            AS available,
          (SELECT o.available_at FROM deliveries o WHERE o.namespace = l.namespace
            AND o.destination = l.destination AND o.available_at > l.now
            ORDER BY o.available_at LIMIT 1) AS later
        FROM lane l),
      picked AS MATERIALIZED (
        SELECT l.number, l.until, a.namespace, a.id, a.available_at
        FROM lane l CROSS JOIN LATERAL (
          SELECT o.namespace, o.id, o.available_at FROM deliveries o
          WHERE o.namespace = l.namespace AND o.destination = l.destination
            AND o.available_at <= l.now
          ORDER BY o.available_at, o.id LIMIT l.max FOR NO KEY UPDATE SKIP LOCKED) AS a),
      claimed AS (
        UPDATE deliveries d SET state = 1, attempts = d.attempts + 1, available_at = p.until,
          token = gen_random_uuid()::text
        FROM picked p WHERE d.namespace = p.namespace AND d.id = p.id
        RETURNING %s, p.number, p.available_at AS was)
      SELECT c.*, n.number, n.available, n.later
      FROM next n LEFT JOIN claimed c ON c.number = n.number
      ORDER BY n.number, c.was, c.id\
      """
          .formatted(DeliverySql.COLUMNS);

  /**
   * Settles deliveries, and adds attempts to the last ones. Parameters: arrays of namespaces, ids,
   * tokens, states, times from which they are available, times at which they have ended, attempts.
   */
  static final String SETTLE =
      """
      UPDATE deliveries d SET state = u.state, available_at = u.available_at,
        finished_at = u.finished_at, token = CASE WHEN u.state = 1 THEN d.token END,
        log = CASE WHEN u.attempt IS NULL THEN d.log WHEN d.log IS NULL THEN u.attempt
          WHEN length(d.log) - length(replace(d.log, E'\\n', '')) >= %d
            THEN substr(d.log, strpos(d.log, E'\\n') + 1) || E'\\n' || u.attempt
          ELSE d.log || E'\\n' || u.attempt END
      FROM unnest(?::text[], ?::text[], ?::text[], ?::smallint[], ?::bigint[], ?::bigint[],
        ?::text[]) AS u(namespace, id, token, state, available_at, finished_at, attempt)
      WHERE d.namespace = u.namespace AND d.id = u.id AND d.state = 1 AND d.token = u.token
      RETURNING %s\
      """
          .formatted(Attempt.KEPT - 1, DeliverySql.COLUMNS);

  /** Parameters: time; arrays of namespaces and ids; time. */
  static final String RETRY =
      """
      UPDATE deliveries d SET state = 0, available_at = ?, finished_at = NULL
      FROM unnest(?::text[], ?::text[]) AS k(namespace, id)
      WHERE d.namespace = k.namespace AND d.id = k.id
        AND (d.state = 3 OR (d.state = 0 AND d.available_at > ?))
      RETURNING %s\
      """
          .formatted(DeliverySql.COLUMNS);

  /** Parameters: namespace, destination, time, limit; time. */
  static final String KILL =
      """
      WITH given_up AS MATERIALIZED (
        SELECT namespace, id FROM deliveries WHERE namespace = ? AND destination = ?
          AND available_at IS NOT NULL AND (state = 0 OR available_at <= ?)
        ORDER BY available_at, id LIMIT ? FOR NO KEY UPDATE SKIP LOCKED)
      UPDATE deliveries d SET state = 3, available_at = NULL, finished_at = ?, token = NULL
      FROM given_up g WHERE d.namespace = g.namespace AND d.id = g.id
      RETURNING %s\
      """
          .formatted(DeliverySql.COLUMNS);

  /** Parameters: state, time, limit. */
  static final String PURGE =
      """
      WITH old AS MATERIALIZED (
        SELECT namespace, id FROM deliveries WHERE state = ? AND finished_at < ?
        ORDER BY finished_at LIMIT ? FOR UPDATE SKIP LOCKED)
      DELETE FROM deliveries d USING old WHERE d.namespace = old.namespace AND d.id = old.id\
      """;

  private PostgresDeliverySql() {}
}
