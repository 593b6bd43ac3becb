package dev.chime.config;

import dev.chime.store.JdbcTimerStore;
import dev.chime.web.ServerInfo;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** What the server says of itself. */
@Configuration(proxyBeanMethods = false)
class ServerInfoConfiguration {

  /**
   * Spring Boot takes the version from the jar; there is none where the program is not packaged.
   */
  @Bean
  ServerInfo serverInfo(ChimeProperties properties, JdbcTimerStore store, Environment environment) {
    return new ServerInfo(
        environment.getProperty("spring.application.version", "unpackaged"),
        properties.node(),
        store.figures().schema().database());
  }
}
