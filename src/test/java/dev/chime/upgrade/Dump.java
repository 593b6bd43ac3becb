package dev.chime.upgrade;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What a database has, as SQL. */
final class Dump {

  private Dump() {}

  /** The tables, indices and rows of a SQLite database. */
  static String ofSqlite(Connection connection) throws SQLException {
    List<String> lines = new ArrayList<>();
    List<String> tables = new ArrayList<>();
    try (Statement statement = connection.createStatement()) {
      for (List<String> each :
          rows(
              statement,
              "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL"
                  + " AND name NOT LIKE 'sqlite_%' ORDER BY type DESC, rowid")) {
        lines.add(each.get(2) + ";");
        if (each.get(0).equals("table")) {
          tables.add(each.get(1));
        }
      }
      for (String table : tables) {
        List<String> columns =
            rows(statement, "SELECT name FROM pragma_table_info('" + table + "')").stream()
                .map(List::getFirst)
                .toList();
        lines.addAll(inserts(statement, table, columns, "quote(\"%s\")"));
      }
    }
    return String.join("\n", lines) + "\n";
  }

  /** The rows of a PostgreSQL database that survive a crash of it. */
  static String ofPostgres(Connection connection) throws SQLException {
    List<String> lines = new ArrayList<>();
    try (Statement statement = connection.createStatement()) {
      for (List<String> table :
          rows(
              statement,
              "SELECT relname FROM pg_class WHERE relkind = 'r' AND relpersistence = 'p'"
                  + " AND relnamespace = 'public'::regnamespace ORDER BY relname")) {
        String name = table.getFirst();
        List<String> columns =
            rows(
                    statement,
                    "SELECT attname FROM pg_attribute WHERE attrelid = '"
                        + name
                        + "'::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum")
                .stream()
                .map(List::getFirst)
                .toList();
        lines.add("DELETE FROM " + name + ";");
        lines.addAll(inserts(statement, name, columns, "quote_nullable(\"%s\"::text)"));
      }
    }
    return String.join("\n", lines) + "\n";
  }

  private static List<String> inserts(
      Statement statement, String table, List<String> columns, String quoted) throws SQLException {
    String names = columns.stream().map(name -> '"' + name + '"').collect(Collectors.joining(", "));
    String values = columns.stream().map(quoted::formatted).collect(Collectors.joining(", "));
    return rows(statement, "SELECT " + values + " FROM " + table + " ORDER BY 1, 2").stream()
        .map(
            row ->
                "INSERT INTO %s (%s) VALUES (%s);".formatted(table, names, String.join(", ", row)))
        .toList();
  }

  private static List<List<String>> rows(Statement statement, String query) throws SQLException {
    List<List<String>> rows = new ArrayList<>();
    try (ResultSet result = statement.executeQuery(query)) {
      while (result.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
          row.add(result.getString(i));
        }
        rows.add(row);
      }
    }
    return rows;
  }
}
