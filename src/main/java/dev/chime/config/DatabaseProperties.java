package dev.chime.config;

import dev.chime.store.postgres.DatabaseAddress;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Where the PostgreSQL database is, if one is to be used in place of the embedded store.
 *
 * @param url as JDBC names it; null for the embedded store
 * @param username who connects
 * @param password their password
 */
@ConfigurationProperties("spring.datasource")
record DatabaseProperties(
    @Nullable String url, @Nullable String username, @Nullable String password) {

  /** The address; null for the embedded store. */
  @Nullable DatabaseAddress address() {
    return url == null || url.isBlank() ? null : new DatabaseAddress(url, username, password);
  }

  @Override
  public String toString() {
    return "spring.datasource.url=" + url;
  }
}
