package dev.chime.config.tracing;

import dev.chime.harness.PostgresServer;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The same over PostgreSQL, where a timer and its delivery come from the database. */
class TracingOffOnPostgresTest extends TracingOffTest {

  @DynamicPropertySource
  static void database(DynamicPropertyRegistry registry) {
    registry.add("spring.datasource.url", () -> PostgresServer.newDatabase().url());
  }
}
