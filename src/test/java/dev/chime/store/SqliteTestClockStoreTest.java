package dev.chime.store;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteTestClockStoreTest extends TestClockStoreContract {

  @TempDir private Path folder;

  @Override
  protected JdbcTimerStore openStore() {
    return JdbcTimerStore.open(folder, Stores.ROOMY, Stores.SILENT, changes::addAll);
  }
}
