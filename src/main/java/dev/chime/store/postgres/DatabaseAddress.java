package dev.chime.store.postgres;

import org.jspecify.annotations.Nullable;

/**
 * The address of a PostgreSQL database, and the user who connects to it.
 *
 * @param url the JDBC URL, such as {@code jdbc:postgresql://host/chime}
 * @param username the user; null if the URL names it, or the database asks for none
 * @param password the user's password; null if there is none
 */
public record DatabaseAddress(String url, @Nullable String username, @Nullable String password) {

  /** The URL, without user and password. */
  @Override
  public String toString() {
    return url;
  }
}
