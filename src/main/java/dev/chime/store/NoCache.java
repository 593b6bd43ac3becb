package dev.chime.store;

import dev.chime.timer.ChangeListener;
import dev.chime.timer.Namespace;
import dev.chime.timer.Timer;
import dev.chime.timer.TimerId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A cache that is always empty, for a database that other processes also write to. */
final class NoCache implements TimerCache {

  @Override
  public @Nullable Timer get(TimerId id) {
    return null;
  }

  @Override
  public long commits() {
    return 0;
  }

  @Override
  public Timer merge(Timer read, long commitsBefore) {
    return read;
  }

  @Override
  public void purge(Instant outcomesBefore) {}

  @Override
  public void drop(Namespace namespace) {}

  @Override
  public ChangeListener writeThrough(ChangeListener next) {
    return next;
  }
}
