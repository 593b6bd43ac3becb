package dev.chime.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chime.harness.PostgresServer;
import dev.chime.store.row.DeliverySql;
import dev.chime.store.row.Sql;
import dev.chime.timer.ListOrder;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Frequent statements take the same time on PostgreSQL however large the tables are. */
class PostgresPlanTest {

  private static final DatabaseAddress DATABASE = PostgresServer.newDatabase();
  private static final Pattern MARK = Pattern.compile("\\?");

  static Stream<String> statements() {
    return Stream.concat(
        lists().stream(),
        Stream.of(
            Sql.FIND,
            PostgresSql.FIND_SEVERAL,
            PostgresSql.FIND_REQUESTS,
            PostgresSql.DUE_OR_EXTERNAL,
            Sql.PENDING_PAGE,
            PostgresSql.purgeCounting(null),
            Sql.purgeRequests(null),
            Sql.DUE,
            Sql.COUNT_BY_DEADLINE,
            PostgresDeliverySql.CLAIM,
            PostgresDeliverySql.SETTLE,
            PostgresDeliverySql.RETRY,
            PostgresDeliverySql.KILL,
            PostgresDeliverySql.PURGE,
            DeliverySql.COUNT_OPEN,
            DeliverySql.NEXT_LANE,
            DeliverySql.DEPTH,
            DeliverySql.NEXT_OPEN,
            DeliverySql.COUNT_LANE,
            DeliverySql.COUNT_DEAD,
            DeliverySql.find(3)));
  }

  private static List<String> lists() {
    List<String> lists = new ArrayList<>();
    for (ListOrder order : ListOrder.values()) {
      lists.add(Sql.listAll(order));
      lists.add(Sql.listByState(1, order));
      lists.add(Sql.listByDeadline(1, order));
      lists.add(Sql.listByLabel(1, order));
      lists.add(DeliverySql.list("d.state = 3", order));
      lists.add(DeliverySql.list("d.finished_at IS NULL", order));
      lists.add(DeliverySql.list("true", order));
    }
    return lists;
  }

  private static List<String> plan(String sql) throws SQLException {
    int[] count = new int[1];
    String numbered = MARK.matcher(sql).replaceAll((MatchResult mark) -> "\\$" + ++count[0]);
    String nulls = String.join(", ", Collections.nCopies(count[0], "NULL"));
    try (Connection connection = PostgresDatabase.open(DATABASE, "test").openReader();
        Statement statement = connection.createStatement()) {
      statement.execute("PREPARE asked AS " + numbered);
      ResultSet rows = statement.executeQuery("EXPLAIN EXECUTE asked(" + nulls + ")");
      List<String> lines = new ArrayList<>();
      while (rows.next()) {
        lines.add(rows.getString(1));
      }
      return lines;
    }
  }

  @ParameterizedTest
  @MethodSource("statements")
  void anIndexLeadsToTheRows(String sql) throws SQLException {
    assertThat(plan(sql))
        .anyMatch(line -> line.contains("Index"))
        .noneMatch(line -> line.contains("Seq Scan on timers"))
        .noneMatch(line -> line.contains("Seq Scan on deliveries"))
        .noneMatch(line -> line.contains("Seq Scan on requests"))
        .noneMatch(line -> line.contains("Seq Scan on timer_labels"));
  }

  @Test
  void whatIsDueAndWhatIsListedComesInOrderFromTheIndex() throws SQLException {
    List<String> ordered = lists();
    ordered.addAll(
        List.of(
            PostgresSql.DUE_OR_EXTERNAL,
            Sql.PENDING_PAGE,
            PostgresDeliverySql.KILL,
            PostgresDeliverySql.PURGE,
            DeliverySql.NEXT_LANE,
            DeliverySql.NEXT_OPEN));
    for (String sql : ordered) {
      assertThat(plan(sql)).noneMatch(line -> line.contains("Sort"));
    }
  }
}
