package dev.chime.config;

import dev.chime.store.StoreCopy;
import dev.chime.store.commit.StoreUnusableException;
import dev.chime.store.postgres.DatabaseAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.CommandLineRunner;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/**
 * Runs in place of the service: copies the timers of the embedded store to PostgreSQL, and ends. It
 * has no annotation {@code @Configuration}, so that the service's component scan does not find it.
 */
@EnableConfigurationProperties({ChimeProperties.class, DatabaseProperties.class})
public class CopyConfiguration {

  private static final Logger LOG = LoggerFactory.getLogger(CopyConfiguration.class);

  @Bean
  CommandLineRunner copy(ChimeProperties properties, DatabaseProperties database) {
    return arguments -> {
      DatabaseAddress address = database.address();
      if (address == null) {
        throw new StoreUnusableException(
            "There is no database to copy to.", "Name it with spring.datasource.url.", null);
      }
      StoreCopy.copy(properties.dataFolder(), address, LOG::info);
      LOG.info("all timers in {} have been copied to {}", properties.dataFolder(), address);
    };
  }
}
