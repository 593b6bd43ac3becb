package dev.chime.store.postgres;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows that are handed to PostgreSQL as arrays, one for each column. */
final class Columns {

  private final String[] types;
  private final List<@Nullable Object[]> rows = new ArrayList<>();

  /** No rows yet, of columns of these types of PostgreSQL's. */
  Columns(String... types) {
    this.types = types;
  }

  void add(@Nullable Object... row) {
    if (row.length != types.length) {
      throw new IllegalArgumentException(row.length + " values for " + types.length + " columns");
    }
    rows.add(row);
  }

  boolean isEmpty() {
    return rows.isEmpty();
  }

  int size() {
    return rows.size();
  }

  /** Sets the parameters from this one on. Which one is next. */
  int set(Connection connection, PreparedStatement statement, int first) throws SQLException {
    for (int column = 0; column < types.length; column++) {
      @Nullable Object[] values = array(types[column], rows.size());
      for (int row = 0; row < values.length; row++) {
        values[row] = rows.get(row)[column];
      }
      Array array = connection.createArrayOf(types[column], values);
      statement.setArray(first + column, array);
    }
    return first + types.length;
  }

  /** Of the class that the driver sends in binary, which both sides have less work with. */
  private static @Nullable Object[] array(String type, int length) {
    return switch (type) {
      case "text" -> new String[length];
      case "bigint" -> new Long[length];
      case "int2" -> new Short[length];
      case "bool" -> new Boolean[length];
      default -> throw new IllegalArgumentException("no type for columns: " + type);
    };
  }
}
