package dev.chime.store.commit;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A copy of the database that the writer makes between its transactions: of SQLite only. It has
 * what is committed at the moment at which it is complete. Thread-safe.
 */
public final class DatabaseCopy {

  private final Path file;
  private final CompletableFuture<Optional<Instant>> done = new CompletableFuture<>();
  private volatile boolean cancelled;

  /** A copy to be made into this file, which does not exist yet. */
  public DatabaseCopy(Path file) {
    this.file = file;
  }

  Path file() {
    return file;
  }

  /** Has the writer end it, whether it is complete or not. */
  public void cancel() {
    cancelled = true;
  }

  boolean isCancelled() {
    return cancelled;
  }

  /**
   * When it was complete, and on disk; empty if it was cancelled, or a transaction failed
   * meanwhile. Fails with a {@link dev.chime.timer.StoreException} if the file cannot be written.
   */
  public CompletableFuture<Optional<Instant>> done() {
    return done;
  }
}
