package dev.chime.config;

import dev.chime.store.EmbeddedSnapshots;
import dev.chime.store.JdbcTimerStore;
import dev.chime.timer.SnapshotMaker;
import dev.chime.timer.SnapshotRefusedException;
import dev.chime.timer.SnapshotRefusedException.Reason;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Snapshots of the embedded store. PostgreSQL has backups of its own. */
@Configuration(proxyBeanMethods = false)
class BackupConfiguration {

  private static final Logger LOG = LoggerFactory.getLogger(BackupConfiguration.class);

  @Bean
  SnapshotMaker snapshotMaker(
      ChimeProperties properties,
      BackupProperties backup,
      DatabaseProperties database,
      JdbcTimerStore store,
      BackupMetrics metrics) {
    if (database.address() != null) {
      if (backup.every().isPositive()) {
        LOG.warn("chime.backup.every makes no backups of PostgreSQL: use the database's own");
      }
      return () -> {
        metrics.refused();
        throw new SnapshotRefusedException(
            Reason.NOT_EMBEDDED, "Timers are in PostgreSQL: use the backups of the database.");
      };
    }
    Path data = properties.dataFolder();
    return new EmbeddedSnapshots(
        store,
        new EmbeddedSnapshots.Settings(
            data, backup.folderBeside(data), backup.every(), backup.keep()),
        metrics);
  }

  /** Ends a snapshot when the context stops, before the web server waits for its requests. */
  @Bean
  SmartLifecycle snapshotLifecycle(SnapshotMaker snapshots) {
    return new SmartLifecycle() {
      private volatile boolean running;

      @Override
      public void start() {
        running = true;
      }

      @Override
      public void stop() {
        running = false;
        if (snapshots instanceof EmbeddedSnapshots embedded) {
          embedded.close();
        }
      }

      @Override
      public boolean isRunning() {
        return running;
      }
    };
  }
}
