package dev.chime.store.postgres;

import org.jspecify.annotations.Nullable;

/**
 * Where a PostgreSQL database is.
 *
 * @param url as JDBC names it, such as {@code jdbc:postgresql://host/chime}
 * @param username who connects; null if the url says it, or nobody needs to
 * @param password their password; null if there is none
 */
public record DatabaseAddress(String url, @Nullable String username, @Nullable String password) {

  /** Without the password. */
  @Override
  public String toString() {
    return url;
  }
}
