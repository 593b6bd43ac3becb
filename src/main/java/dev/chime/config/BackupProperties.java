package dev.chime.config;

import java.nio.file.Path;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The properties under {@code chime.backup}: snapshots of the embedded store.
 *
 * @param folder where they are kept; empty for the folder {@code snapshots} in that of the store
 * @param every how often one is made; 0 for none but those that are asked for
 * @param keep how many are kept
 */
@ConfigurationProperties("chime.backup")
record BackupProperties(
    @DefaultValue("") String folder,
    @DefaultValue("0s") Duration every,
    @DefaultValue("7") int keep) {

  private static final Duration SHORTEST = Duration.ofMinutes(1);

  /** Validates the values. */
  BackupProperties {
    if (every.isNegative() || (every.isPositive() && every.compareTo(SHORTEST) < 0)) {
      throw new IllegalArgumentException("chime.backup.every must be 0s, or at least 1m");
    }
    if (keep < 1) {
      throw new IllegalArgumentException("chime.backup.keep must be at least 1");
    }
    ChimeProperties.toFolder("chime.backup.folder", folder.isBlank() ? "snapshots" : folder);
  }

  /**
   * The folder of the snapshots: the configured name, taken literally.
   *
   * @param data the folder of the store
   */
  Path folderBeside(Path data) {
    return folder.isBlank()
        ? data.resolve("snapshots")
        : ChimeProperties.toFolder("chime.backup.folder", folder);
  }
}
