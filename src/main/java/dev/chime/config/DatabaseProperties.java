package dev.chime.config;

import dev.chime.store.postgres.DatabaseAddress;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The properties of the PostgreSQL database, if one is used in place of the embedded store.
 *
 * @param url its JDBC URL; null for the embedded store
 * @param username the database user
 * @param password the password of the database user
 */
@ConfigurationProperties("spring.datasource")
record DatabaseProperties(
    @Nullable String url, @Nullable String username, @Nullable String password) {

  /**
   * The address of the database.
   *
   * @return null for the embedded store
   */
  @Nullable DatabaseAddress address() {
    return url == null || url.isBlank() ? null : new DatabaseAddress(url, username, password);
  }

  /** The URL only: the password must not reach a log. */
  @Override
  public String toString() {
    return "spring.datasource.url=" + url;
  }
}
