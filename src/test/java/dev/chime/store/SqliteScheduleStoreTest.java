package dev.chime.store;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteScheduleStoreTest extends ScheduleStoreContract {

  @TempDir private Path folder;

  @Override
  protected JdbcTimerStore newStore() {
    return JdbcTimerStore.open(folder, Stores.ROOMY, Stores.SILENT, changes::addAll);
  }
}
