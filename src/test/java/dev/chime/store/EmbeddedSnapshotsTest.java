package dev.chime.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.chime.store.commit.StoreUnusableException;
import dev.chime.store.sqlite.FaultyDatabase;
import dev.chime.store.sqlite.Restore;
import dev.chime.store.sqlite.SnapshotCheck;
import dev.chime.timer.Blocking;
import dev.chime.timer.Namespace;
import dev.chime.timer.Snapshot;
import dev.chime.timer.SnapshotRefusedException;
import dev.chime.timer.SnapshotRefusedException.Reason;
import dev.chime.timer.StoreBusyException;
import dev.chime.timer.StoreException;
import dev.chime.timer.Timer;
import dev.chime.timer.TimerId;
import dev.chime.timer.Timers;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteErrorCode;

/** Snapshots are whole, whatever is written while they are made, or they are not there. */
@Timeout(120)
class EmbeddedSnapshotsTest {

  private static final Instant NOW = Instant.parse("2030-01-31T12:00:00Z");
  private static final int PAYLOAD = 2_000;

  /** So many timers of this size that a copy takes many steps. */
  private static final int MANY = 3_000;

  @TempDir private Path folder;
  private Path data;
  private Path snapshots;
  private FaultyDatabase database;
  private JdbcTimerStore store;
  private @Nullable EmbeddedSnapshots maker;
  private final Outcomes outcomes = new Outcomes();

  private static final class Outcomes implements SnapshotListener {
    private final List<String> all = new ArrayList<>();
    private Instant newest = Instant.EPOCH;
    private long bytes;

    @Override
    public synchronized void saved() {
      all.add("saved");
    }

    @Override
    public synchronized void failed() {
      all.add("failed");
    }

    @Override
    public synchronized void refused() {
      all.add("refused");
    }

    @Override
    public synchronized void newest(Instant takenAt, long size) {
      newest = takenAt;
      bytes = size;
    }

    synchronized List<String> all() {
      return List.copyOf(all);
    }
  }

  @BeforeEach
  void open() throws IOException {
    data = Files.createDirectory(folder.resolve("data"));
    snapshots = folder.resolve("snapshots");
    database = new FaultyDatabase(data);
    store = JdbcTimerStore.on(database, Stores.ROOMY, Stores.SILENT, Stores.UNHEARD);
  }

  @AfterEach
  void close() {
    if (maker != null) {
      maker.close();
    }
    store.close();
  }

  private EmbeddedSnapshots maker(Duration every, int keep) {
    maker =
        new EmbeddedSnapshots(
            store, new EmbeddedSnapshots.Settings(data, snapshots, every, keep), outcomes);
    return maker;
  }

  private static Timer timer(String id) {
    return Timers.pending(id, NOW, NOW, "\"" + "x".repeat(PAYLOAD) + "\"", Map.of());
  }

  private void create(String id) {
    Blocking.get(store.create(timer(id), null));
  }

  private void createMany() {
    Stream.iterate(0, i -> i < MANY, i -> i + 1)
        .map(i -> Thread.ofVirtual().start(() -> create("many-" + i)))
        .toList()
        .forEach(EmbeddedSnapshotsTest::join);
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static CompletableFuture<Snapshot> saveLater(EmbeddedSnapshots maker) {
    CompletableFuture<Snapshot> result = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                result.complete(maker.save());
              } catch (InterruptedException | RuntimeException e) {
                result.completeExceptionally(e);
              }
            });
    return result;
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(snapshots)) {
      return files.map(each -> each.getFileName().toString()).sorted().toList();
    }
  }

  /** Those of the ids that a restored store has. */
  private List<String> restored(Snapshot snapshot, List<String> ids) {
    Path other = folder.resolve("restored");
    Restore.restore(snapshot.file(), other);
    try (JdbcTimerStore copy = Stores.open(other)) {
      return ids.stream()
          .filter(id -> Blocking.get(copy.find(new TimerId(Namespace.DEFAULT, id))).isPresent())
          .toList();
    }
  }

  @Test
  void aSnapshotHasWhatWasCommittedBeforeAndAnyPrefixOfWhatCameMeanwhile() throws Exception {
    createMany();
    EmbeddedSnapshots snapshotMaker = maker(Duration.ZERO, 2);
    CompletableFuture<Snapshot> saving = saveLater(snapshotMaker);
    List<String> meanwhile = new ArrayList<>();
    while (!saving.isDone()) {
      String id = "meanwhile-" + meanwhile.size();
      create(id);
      meanwhile.add(id);
    }
    Snapshot snapshot = saving.get();

    assertThat(snapshot.timers().pending()).isBetween(MANY + 10L, (long) MANY + meanwhile.size());
    List<String> found = restored(snapshot, meanwhile);
    assertThat(found).hasSize((int) snapshot.timers().pending() - MANY);
    assertThat(meanwhile).startsWith(found.toArray(String[]::new));
    assertThat(outcomes.all()).containsExactly("saved");
    assertThat(outcomes.newest).isEqualTo(snapshot.takenAt());
    assertThat(outcomes.bytes).isEqualTo(Files.size(snapshot.file()));
  }

  @Test
  void oneAtATime() throws Exception {
    CountDownLatch latch = database.holdCommits();
    EmbeddedSnapshots snapshotMaker = maker(Duration.ZERO, 2);
    Thread.ofVirtual().start(() -> create("held"));
    CompletableFuture<Snapshot> first = saveLater(snapshotMaker);
    await().until(() -> Files.exists(snapshots)); // it has begun, and waits for the writer

    assertThatExceptionOfType(SnapshotRefusedException.class)
        .isThrownBy(snapshotMaker::save)
        .matches(e -> e.reason() == Reason.RUNNING);
    latch.countDown();
    assertThat(first.get().timers().pending()).isEqualTo(1);
    assertThat(snapshotMaker.save().timers().pending()).isEqualTo(1);
    assertThat(outcomes.all()).containsExactly("refused", "saved", "saved");
  }

  @Test
  void aFailedTransactionEndsTheCopyAndHarmsNothingElse() throws Exception {
    createMany();
    EmbeddedSnapshots snapshotMaker = maker(Duration.ZERO, 2);
    CompletableFuture<Snapshot> saving = saveLater(snapshotMaker);
    await().until(() -> Files.exists(snapshots.resolve("chime-snapshot.tmp")));
    database.failCommits(SQLiteErrorCode.SQLITE_FULL);
    assertThatExceptionOfType(StoreException.class).isThrownBy(() -> create("refused"));
    database.failCommits(null);

    assertThat(saving).failsWithin(Duration.ofSeconds(30));
    assertThat(outcomes.all()).containsExactly("failed");
    assertThat(files()).isEmpty();
    create("later");
    assertThat(snapshotMaker.save().timers().pending()).isEqualTo(MANY + 1L);
  }

  @Test
  void whenItIsClosedACopyEndsUnfinished() throws Exception {
    createMany();
    EmbeddedSnapshots snapshotMaker = maker(Duration.ZERO, 2);
    CompletableFuture<Snapshot> saving = saveLater(snapshotMaker);
    await().until(() -> Files.exists(snapshots.resolve("chime-snapshot.tmp")));
    snapshotMaker.close();

    assertThat(saving)
        .failsWithin(Duration.ofSeconds(30))
        .withThrowableThat()
        .withCauseInstanceOf(StoreBusyException.class);
    await().until(() -> files().isEmpty());
    create("later"); // the writer goes on
  }

  @Test
  void onlyTheNewestAreKept() throws Exception {
    EmbeddedSnapshots snapshotMaker = maker(Duration.ZERO, 2);
    List<String> names = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      names.add(snapshotMaker.save().file().getFileName().toString());
    }
    assertThat(files())
        .containsExactly(
            names.get(1), names.get(1) + ".sha256", names.get(2), names.get(2) + ".sha256");
  }

  @Test
  void whatACrashLeftIsCleanedAndTheNewestIsKnownAgain() throws Exception {
    Snapshot snapshot = maker(Duration.ZERO, 2).save();
    maker.close();
    for (String left :
        List.of(
            "chime-snapshot.tmp",
            "chime-snapshot.tmp-journal",
            "chime-20300131T120000.000Z.db.sha256")) {
      Files.writeString(snapshots.resolve(left), "left");
    }
    Files.writeString(snapshots.resolve("notes.txt"), "not ours");
    outcomes.newest = Instant.EPOCH;

    maker(Duration.ZERO, 2);
    String name = snapshot.file().getFileName().toString();
    assertThat(files()).containsExactly(name, name + ".sha256", "notes.txt");
    assertThat(outcomes.newest).isEqualTo(snapshot.takenAt());
  }

  @Test
  void regularOnesAreMadeWhenTheyAreDue() throws Exception {
    maker(Duration.ofMillis(300), 3);
    await().until(() -> outcomes.all().size() >= 2);
    assertThat(outcomes.all()).containsOnly("saved");
    await().until(() -> files().size() >= 4);
  }

  @Test
  void aDamagedSnapshotIsFound() throws Exception {
    createMany();
    Path file = maker(Duration.ZERO, 2).save().file();
    assertThat(SnapshotCheck.ofSaved(file).timers().pending()).isEqualTo(MANY);
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
      bytes.seek(bytes.length() / 2);
      bytes.write(~bytes.read());
    }
    assertThatExceptionOfType(StoreUnusableException.class)
        .isThrownBy(() -> SnapshotCheck.ofSaved(file))
        .withMessageContaining("its SHA-256 is");
    assertThatExceptionOfType(StoreUnusableException.class)
        .isThrownBy(() -> Restore.restore(file, folder.resolve("restored")))
        .withMessageContaining("its SHA-256 is");
  }

  @Test
  void aRestoreRefusesAFolderInUseAndOneThatIsNotEmpty() throws Exception {
    Path file = maker(Duration.ZERO, 2).save().file();
    assertThatExceptionOfType(StoreUnusableException.class)
        .isThrownBy(() -> Restore.restore(file, data))
        .withMessageContaining("Another process uses");
    store.close();
    assertThatExceptionOfType(StoreUnusableException.class)
        .isThrownBy(() -> Restore.restore(file, data))
        .withMessageContaining("is not empty: it has chime.db");
  }
}
