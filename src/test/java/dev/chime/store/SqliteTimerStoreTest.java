package dev.chime.store;

import dev.chime.timer.TimerStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

class SqliteTimerStoreTest extends TimerStoreContract {

  @TempDir private Path folder;
  private final List<JdbcTimerStore> opened = new ArrayList<>();

  @Override
  protected TimerStore newStore() {
    try {
      JdbcTimerStore store = Stores.open(Files.createTempDirectory(folder, "store"));
      opened.add(store);
      return store;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @AfterEach
  void close() {
    opened.forEach(JdbcTimerStore::close);
  }
}
