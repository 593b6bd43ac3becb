package dev.chime.store.commit;

import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The feed of a database that no other process uses: it has no news. */
public final class NoClusterFeed implements ClusterFeed {

  @Override
  public Instant now() {
    return Instant.now();
  }

  @Override
  public void onClock(Consumer<Instant> listener) {}

  @Override
  public @Nullable String problem() {
    return null;
  }

  @Override
  public long notificationsSent() {
    return 0;
  }

  @Override
  public long notificationsReceived() {
    return 0;
  }

  @Override
  public void close() {}
}
