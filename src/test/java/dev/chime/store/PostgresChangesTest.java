package dev.chime.store;

import dev.chime.harness.PostgresServer;
import dev.chime.timer.ChangeListener;
import dev.chime.timer.TimerStore;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

class PostgresChangesTest extends ChangesContract {

  private @Nullable JdbcTimerStore opened;

  @Override
  protected TimerStore newStore(ChangeListener listener) {
    JdbcTimerStore store =
        JdbcTimerStore.connect(
            PostgresServer.newDatabase(),
            "test",
            Stores.ROOMY,
            Stores.SILENT,
            listener,
            Stores.KEPT);
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
