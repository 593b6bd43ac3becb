package dev.chime.store;

import dev.chime.store.commit.CommitListener;
import dev.chime.store.commit.NoopCommitListener;
import dev.chime.timer.ChangeListener;
import java.nio.file.Path;

/** Stores for tests. */
final class Stores {

  static final StoreLimits ROOMY =
      new StoreLimits(16_384, Long.MAX_VALUE, namespace -> Long.MAX_VALUE, 0);

  static final CommitListener SILENT = new NoopCommitListener();

  static final ChangeListener UNHEARD = changes -> {};

  /** How many changes stay in a shared database. */
  static final int KEPT = 10_000;

  private Stores() {}

  static JdbcTimerStore open(Path folder) {
    return JdbcTimerStore.open(folder, ROOMY, SILENT, UNHEARD);
  }
}
