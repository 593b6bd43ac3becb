package dev.chime.store.commit;

import java.time.Duration;

/** A listener that does nothing. */
public final class NoopCommitListener implements CommitListener {

  @Override
  public void committed(int commands, Duration took) {}

  @Override
  public void failed() {}
}
