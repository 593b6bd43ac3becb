package dev.chime.store;

import dev.chime.harness.PostgresServer;
import dev.chime.timer.TimerStore;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

class PostgresTimerStoreTest extends TimerStoreContract {

  private final List<JdbcTimerStore> opened = new ArrayList<>();

  @Override
  protected TimerStore newStore() {
    JdbcTimerStore store =
        JdbcTimerStore.connect(
            PostgresServer.newDatabase(),
            "test",
            Stores.ROOMY,
            Stores.SILENT,
            Stores.UNHEARD,
            Stores.KEPT);
    opened.add(store);
    return store;
  }

  @AfterEach
  void close() {
    opened.forEach(JdbcTimerStore::close);
  }
}
