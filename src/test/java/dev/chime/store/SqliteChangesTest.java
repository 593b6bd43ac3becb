package dev.chime.store;

import dev.chime.timer.ChangeListener;
import dev.chime.timer.TimerStore;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

class SqliteChangesTest extends ChangesContract {

  @TempDir private Path folder;
  private @Nullable JdbcTimerStore opened;

  @Override
  protected TimerStore newStore(ChangeListener listener) {
    JdbcTimerStore store = JdbcTimerStore.open(folder, Stores.ROOMY, Stores.SILENT, listener);
    opened = store;
    return store;
  }

  @AfterEach
  void close() {
    if (opened != null) {
      opened.close();
    }
  }
}
