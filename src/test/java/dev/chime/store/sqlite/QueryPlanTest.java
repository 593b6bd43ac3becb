package dev.chime.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chime.store.row.DeliverySql;
import dev.chime.store.row.Sql;
import dev.chime.timer.ListOrder;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every statement finds its rows, and their order, in an index. So its time depends on how many
 * rows it returns, not on how many there are.
 */
@Timeout(60)
class QueryPlanTest {

  /** A step that reads all rows of a table, instead of searching an index. */
  private static final String SCAN = "SCAN (t|l|d|timers|timer_labels|requests|deliveries)\\b.*";

  private static final String SORT = ".*TEMP B-TREE.*";

  @TempDir private Path folder;

  static List<String> statements() {
    List<String> all = new ArrayList<>();
    Stream.of(Sql.FIND, SqliteSql.FIND_FINGERPRINT, SqliteSql.FIND_REQUEST).forEach(all::add);
    Stream.of(SqliteSql.DECIDE, SqliteSql.AMEND, Sql.PENDING_PAGE).forEach(all::add);
    Stream.of(SqliteSql.purge(null), Sql.purgeRequests(null), Sql.DUE).forEach(all::add);
    Stream.of(SqliteSql.UPDATE_LABEL, SqliteSql.DELETE_LABEL).forEach(all::add);
    Stream.of(SqliteDeliverySql.AVAILABLE, SqliteDeliverySql.NEXT, SqliteDeliverySql.LEASE)
        .forEach(all::add);
    Stream.of(SqliteDeliverySql.SETTLE, SqliteDeliverySql.RETRY, SqliteDeliverySql.KILL)
        .forEach(all::add);
    Stream.of(
            SqliteDeliverySql.PURGE,
            DeliverySql.COUNT_OPEN,
            DeliverySql.NEXT_LANE,
            DeliverySql.DEPTH)
        .forEach(all::add);
    Stream.of(Sql.COUNTS_OF, Sql.COUNT_BY_DEADLINE).forEach(all::add);
    Stream.of(DeliverySql.NEXT_OPEN, DeliverySql.COUNT_LANE, DeliverySql.COUNT_DEAD)
        .forEach(all::add);
    all.add(DeliverySql.FIND);
    all.add(DeliverySql.find(1));
    all.add(DeliverySql.find(3));
    Stream.of("d.state = 3", "d.finished_at IS NULL", "true")
        .forEach(condition -> all.add(DeliverySql.list(condition, ListOrder.ASCENDING)));
    Stream.of("d.state = 3", "d.finished_at IS NULL", "true")
        .forEach(condition -> all.add(DeliverySql.list(condition, ListOrder.DESCENDING)));
    for (ListOrder order : ListOrder.values()) {
      all.add(Sql.listAll(order));
      for (int states = 1; states <= 4; states++) {
        all.add(Sql.listByState(states, order));
        all.add(Sql.listByDeadline(states, order));
        all.add(Sql.listByLabel(states, order));
      }
    }
    return all;
  }

  @ParameterizedTest
  @MethodSource("statements")
  void everyStatementSearchesAnIndexThatIsInItsOrder(String sql) throws SQLException {
    assertThat(plan(sql)).isNotEmpty().noneMatch(step -> step.matches(SCAN) || step.matches(SORT));
  }

  /** The primary key has the order, too, but the rows of all states. */
  @Test
  void listsOfAStateLookAtNoOtherRows() throws SQLException {
    for (ListOrder order : ListOrder.values()) {
      assertThat(plan(Sql.listByState(1, order)))
          .anyMatch(step -> step.contains("timers_state (namespace=? AND state=? AND id>?"));
      assertThat(plan(DeliverySql.list("d.state = 3", order)))
          .anyMatch(step -> step.contains("deliveries_dead (namespace=? AND state=? AND id>?"));
      assertThat(plan(DeliverySql.list("d.finished_at IS NULL", order)))
          .anyMatch(
              step ->
                  step.contains("deliveries_unfinished (namespace=? AND finished_at=? AND id>?"));
    }
  }

  @Test
  void aStatementThatDoesNotWouldBeNoticed() throws SQLException {
    assertThat(plan("SELECT * FROM timers t WHERE payload = ?"))
        .anyMatch(step -> step.matches(SCAN));
    assertThat(plan("SELECT * FROM timers WHERE namespace = ? ORDER BY created_at"))
        .anyMatch(step -> step.matches(SORT));
    assertThat(plan("SELECT * FROM timer_labels l WHERE value = ?"))
        .anyMatch(step -> step.matches(SCAN));
  }

  /** The steps of SQLite's plan for a statement. */
  private List<String> plan(String sql) throws SQLException {
    List<String> steps = new ArrayList<>();
    try (SqliteDatabase database = SqliteDatabase.open(folder, 0);
        Connection connection = database.openReader();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("EXPLAIN QUERY PLAN " + sql)) {
      while (rows.next()) {
        steps.add(rows.getString("detail"));
      }
    }
    return steps;
  }
}
