package dev.chime.store.postgres;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows that are sent to PostgreSQL as arrays, one for each column. Not thread-safe. */
final class Columns {

  private final String[] types;
  private final List<@Nullable Object[]> rows = new ArrayList<>();

  /**
   * Creates columns without rows.
   *
   * @param types the types of the columns: text, bigint, int2 or bool
   */
  Columns(String... types) {
    this.types = types;
  }

  /** Adds a row. */
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

  /**
   * Sets one parameter of a statement for each column.
   *
   * @param first the index of the first of these parameters
   * @return the index after the last of these parameters
   */
  int bind(Connection connection, PreparedStatement statement, int first) throws SQLException {
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

  /** An array of a class that the driver sends in binary form, which both sides process faster. */
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
