package dev.chime.store;

import dev.chime.store.commit.DatabaseCopy;
import dev.chime.store.commit.StoreUnusableException;
import dev.chime.store.sqlite.SnapshotCheck;
import dev.chime.store.sqlite.SnapshotFolder;
import dev.chime.timer.Snapshot;
import dev.chime.timer.SnapshotMaker;
import dev.chime.timer.SnapshotRefusedException;
import dev.chime.timer.SnapshotRefusedException.Reason;
import dev.chime.timer.StoreBusyException;
import dev.chime.timer.StoreException;
import dev.chime.timer.StoreFullException;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Snapshots of an embedded store, made while it is used: on request, and regularly. The writer
 * copies the database between its transactions ({@link DatabaseCopy}); a thread of this checks the
 * copy and gives it its name. Thread-safe.
 */
public final class EmbeddedSnapshots implements SnapshotMaker, AutoCloseable {

  /**
   * What is to be made, and where it is kept.
   *
   * @param data the folder of the store
   * @param folder the folder of the snapshots
   * @param every how old the newest may be before the next one is made; zero for none but those
   *     that are asked for
   * @param keep how many are kept
   */
  public record Settings(Path data, Path folder, Duration every, int keep) {}

  private static final Logger LOG = System.getLogger(EmbeddedSnapshots.class.getName());

  /** What a snapshot leaves of the disk, in bytes, as the service may write to it as well. */
  private static final long RESERVED_BYTES = 64 << 20;

  /** How often the copy is forced to the disk, so that little is left to force at its end. */
  private static final long FORCE_MILLIS = 200;

  /** When a regular snapshot is tried again that has failed. */
  private static final Duration PAUSE_AFTER_FAILURE = Duration.ofMinutes(1);

  private final JdbcTimerStore store;
  private final Settings settings;
  private final SnapshotFolder folder;
  private final SnapshotListener listener;
  private final AtomicBoolean isRunning = new AtomicBoolean();
  private final ScheduledThreadPoolExecutor thread;
  private volatile @Nullable CompletableFuture<Snapshot> asked;
  private volatile @Nullable DatabaseCopy copy;
  private volatile boolean closing;

  /** Deletes what a crash has left of a snapshot, and begins with the regular ones. */
  public EmbeddedSnapshots(JdbcTimerStore store, Settings settings, SnapshotListener listener) {
    this.store = store;
    this.settings = settings;
    this.folder = new SnapshotFolder(settings.folder());
    this.listener = listener;
    this.thread =
        new ScheduledThreadPoolExecutor(
            1, task -> Thread.ofPlatform().name("chime-snapshots").daemon().unstarted(task));
    thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    Instant newest = cleanUp();
    if (settings.every().isPositive()) {
      scheduleAfter(untilDue(newest));
    }
  }

  private @Nullable Instant cleanUp() {
    try {
      folder.clean();
      return tellNewest();
    } catch (IOException e) { // no reason to stop timers from elapsing
      LOG.log(Level.WARNING, "the folder of the snapshots cannot be used: {0}", e.toString());
      return null;
    }
  }

  private @Nullable Instant tellNewest() throws IOException {
    SnapshotFolder.Saved newest = folder.newest().orElse(null);
    if (newest == null) {
      return null;
    }
    listener.newest(newest.takenAt(), newest.bytes());
    return newest.takenAt();
  }

  private Duration untilDue(@Nullable Instant newest) {
    return newest == null
        ? Duration.ZERO
        : Duration.between(Instant.now(), newest.plus(settings.every()));
  }

  private void scheduleAfter(Duration delay) {
    if (!closing) {
      var _ = thread.schedule(this::regular, delay.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  /** Makes a snapshot if it is due, and has this called again when the next one is. */
  private void regular() {
    Duration next = PAUSE_AFTER_FAILURE;
    try {
      next = untilDue(tellNewest()); // somebody may have asked for one
      if (!next.isPositive()) {
        next = PAUSE_AFTER_FAILURE;
        if (isRunning.compareAndSet(false, true)) {
          next = untilDue(make().takenAt());
        }
      }
    } catch (IOException | RuntimeException e) {
      LOG.log(Level.DEBUG, "tried again in {0}", PAUSE_AFTER_FAILURE);
    } finally {
      scheduleAfter(next);
    }
  }

  @Override
  public Snapshot save() throws InterruptedException {
    if (!isRunning.compareAndSet(false, true)) {
      listener.refused();
      throw new SnapshotRefusedException(Reason.RUNNING, "Another snapshot is being made.");
    }
    CompletableFuture<Snapshot> done = new CompletableFuture<>();
    asked = done;
    if (closing) {
      throw stopping();
    }
    thread.execute(
        () -> {
          try {
            done.complete(make());
          } catch (RuntimeException e) {
            done.completeExceptionally(e);
          }
        });
    return result(done);
  }

  /** Waits for a result, or for the exception in its place. */
  private static <T> T result(CompletableFuture<T> future) throws InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new StoreException("a snapshot failed", e);
    }
  }

  private static StoreBusyException stopping() {
    return new StoreBusyException("the service stops");
  }

  /** Makes a snapshot, logs and counts what becomes of it, and lets the next one begin. */
  private Snapshot make() {
    long start = System.nanoTime();
    try {
      Snapshot snapshot = copyAndCheck();
      listener.saved();
      listener.newest(snapshot.takenAt(), snapshot.bytes());
      LOG.log(
          Level.INFO,
          "saved the snapshot {0} of {1} bytes in {2} ms",
          snapshot.file(),
          snapshot.bytes(),
          (System.nanoTime() - start) / 1_000_000);
      return snapshot;
    } catch (SnapshotRefusedException e) {
      listener.refused();
      LOG.log(Level.WARNING, "no snapshot is made: {0}", e.getMessage());
      throw e;
    } catch (StoreBusyException e) { // the service stops
      throw e;
    } catch (IOException | RuntimeException e) {
      listener.failed();
      LOG.log(Level.WARNING, "a snapshot failed: {0}", e.toString());
      throw e instanceof StoreException known
          ? known
          : new StoreException("a snapshot failed: " + e.getMessage(), e);
    } finally {
      isRunning.set(false);
    }
  }

  private Snapshot copyAndCheck() throws IOException {
    Path file = folder.begin();
    try {
      requireRoom();
      Snapshot copied = SnapshotCheck.of(file, copyInto(file));
      Path named = folder.finish(copied.takenAt(), copied.sha256());
      prune();
      return copied.as(named);
    } catch (StoreUnusableException e) {
      throw new StoreException(String.valueOf(e.getMessage()), e);
    } finally {
      folder.clean();
    }
  }

  private void prune() {
    try {
      folder.prune(settings.keep());
    } catch (IOException e) { // the new one is there
      LOG.log(Level.WARNING, "an old snapshot cannot be deleted: {0}", e.toString());
    }
  }

  private void requireRoom() throws IOException {
    long needed = RESERVED_BYTES + sizeOf("chime.db") + sizeOf("chime.db-wal");
    long room = folder.room();
    if (room < needed) {
      throw noRoom("It may take " + needed + " bytes, and the disk has " + room + ".");
    }
  }

  private static SnapshotRefusedException noRoom(String detail) {
    return new SnapshotRefusedException(Reason.NO_ROOM, detail);
  }

  private long sizeOf(String name) throws IOException {
    Path file = settings.data().resolve(name);
    return Files.exists(file) ? Files.size(file) : 0;
  }

  /**
   * Has the writer copy the database, and forces the copy to the disk meanwhile.
   *
   * @return when it was complete
   */
  private Instant copyInto(Path file) throws IOException {
    DatabaseCopy copying = new DatabaseCopy(file);
    copy = copying;
    try {
      store.copy(copying);
      while (true) {
        if (closing) {
          copying.cancel();
        }
        try {
          Optional<Instant> end = copying.done().get(FORCE_MILLIS, TimeUnit.MILLISECONDS);
          return end.orElseThrow(
                  () ->
                      closing
                          ? stopping()
                          : new StoreException("the store failed while it was copied", null))
              .truncatedTo(ChronoUnit.MILLIS);
        } catch (TimeoutException e) {
          SnapshotFolder.force(file);
        }
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof StoreFullException) {
        throw noRoom("The disk was full before the end.");
      }
      throw new StoreException(String.valueOf(e.getCause()), e);
    } catch (InterruptedException e) { // nobody does so
      copying.cancel();
      throw stopping();
    } finally {
      copy = null;
    }
  }

  /** Ends a snapshot that is being made, and whoever waits for it. Idempotent. */
  @Override
  public void close() {
    closing = true;
    DatabaseCopy copying = copy;
    if (copying != null) {
      copying.cancel();
    }
    CompletableFuture<Snapshot> waiting = asked;
    if (waiting != null) {
      waiting.completeExceptionally(stopping());
    }
    thread.shutdown();
  }
}
