package dev.chime.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.chime.store.commit.StoreUnusableException;
import dev.chime.store.postgres.DatabaseAddress;
import dev.chime.store.sqlite.SqliteDatabase;
import dev.chime.timer.Blocking;
import dev.chime.timer.Timer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever the folder is called, the timers are in it, and it is for one process at a time. */
class DataFolderTest {

  private static final Timer TIMER =
      TimerStoreContract.timer("timer", TimerStoreContract.NOW.plusSeconds(60));

  @TempDir private Path parent;

  private static List<String> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "d?busy_timeout=1",
        "d?journal_mode=DELETE&synchronous=OFF",
        "d?mode=memory",
        "d?vfs=none#x",
        "d#x",
        "d%41",
        "d%",
        "d%00",
        ":memory:",
        "file:d",
        "file::memory:?cache=shared",
        ":resource:d",
        "a b ",
        " ",
        "ä€𝄞",
        "d;a=1&b='\"\\",
        "jdbc:sqlite:d",
        "-d",
        "~",
        "classpath:d"
      })
  void aNameIsTakenAsItIs(String name) throws IOException {
    Path folder = parent.resolve(name);
    try (JdbcTimerStore store = Stores.open(folder)) {
      Blocking.get(store.create(TIMER, null));
      assertThat(files(parent)).containsExactly(name);
      assertThat(files(folder)).contains("chime.db", "chime.db-wal", "chime.lock");
      isTaken(folder);
    }
    try (JdbcTimerStore store = Stores.open(folder)) {
      assertThat(Blocking.get(store.find(TIMER.id()))).contains(TIMER);
    }
    assertThat(files(parent)).containsExactly(name);
  }

  @Test
  void namesThatDifferInWhatWouldBeOptionsAreTwoFolders() {
    try (JdbcTimerStore one = Stores.open(parent.resolve("d?busy_timeout=1"));
        JdbcTimerStore other = Stores.open(parent.resolve("d?busy_timeout=2"))) {
      Blocking.get(one.create(TIMER, null));
      assertThat(Blocking.get(other.find(TIMER.id()))).isEmpty();
    }
  }

  @Test
  void aLinkIsAnotherNameOfTheSameFolder() throws IOException {
    Path folder = Files.createDirectories(parent.resolve("a/folder"));
    Path link = Files.createSymbolicLink(parent.resolve("link"), folder);
    try (JdbcTimerStore store = Stores.open(link)) {
      Blocking.get(store.create(TIMER, null));
      assertThat(files(folder)).contains("chime.db", "chime.lock");
      isTaken(folder);
      isTaken(link);
      isTaken(Path.of(folder + "/"));
      isTaken(link.resolve("../folder")); // which is where the link leads to, and up from there
    }
    try (JdbcTimerStore store = Stores.open(folder)) {
      assertThat(Blocking.get(store.find(TIMER.id()))).contains(TIMER);
    }
  }

  private static void isTaken(Path folder) {
    assertThatExceptionOfType(StoreUnusableException.class)
        .isThrownBy(() -> Stores.open(folder))
        .withMessageContaining("Another process");
  }

  @Test
  void aDatabaseIsNotOpenedThroughALinkFromAnotherFolder() throws IOException {
    Path folder = parent.resolve("d");
    Stores.open(folder).close();
    Path other = Files.createDirectory(parent.resolve("other"));
    Files.createSymbolicLink(other.resolve("chime.db"), folder.resolve("chime.db"));
    assertThatExceptionOfType(StoreUnusableException.class)
        .isThrownBy(() -> Stores.open(other))
        .withMessage(other.resolve("chime.db") + " is a link to a file elsewhere.");
  }

  @Test
  void aFileIsNotCalledMissing() throws IOException {
    Path file = Files.writeString(parent.resolve("file"), "");
    assertThatExceptionOfType(StoreUnusableException.class)
        .isThrownBy(() -> Stores.open(file))
        .withMessage(file + " is not a folder, but a file.");
    assertThatExceptionOfType(StoreUnusableException.class)
        .isThrownBy(() -> SqliteDatabase.openExisting(file))
        .withMessage(file + " is not a folder, but a file.");
    Path link = Files.createSymbolicLink(parent.resolve("link"), parent.resolve("nothing"));
    assertThatExceptionOfType(StoreUnusableException.class)
        .isThrownBy(() -> Stores.open(link))
        .withMessage(link + " is not a folder, but a link to nothing.");
  }

  @Test
  void whyAFolderCannotBeMadeIsSaidInPlainWords() throws IOException {
    Path file = Files.writeString(parent.resolve("file"), "");
    cannotBeMade(file.resolve("sub"), file + " is a file");
    cannotBeMade(file.resolve("sub/sub"), file + " is a file");
    Path missing = parent.resolve("missing");
    cannotBeMade(missing.resolve("child"), "there is no folder " + missing);
    cannotBeMade(missing.resolve("a/b"), "there is no folder " + missing.resolve("a"));
    cannotBeMade(parent.resolve("n".repeat(256)), "File name too long");
    assertThat(files(parent)).containsExactly("file");
  }

  private static void cannotBeMade(Path folder, String reason) {
    assertThatExceptionOfType(StoreUnusableException.class)
        .isThrownBy(() -> Stores.open(folder))
        .withMessage("The folder " + folder + " is missing and cannot be made: " + reason + ".");
  }

  @Test
  void whyAFolderCannotBeWrittenToIsSaidInPlainWords() throws IOException {
    Path folder = Files.createDirectories(parent.resolve("d/chime.lock")).getParent();
    assertThatExceptionOfType(StoreUnusableException.class)
        .isThrownBy(() -> Stores.open(folder))
        .withMessage("The folder " + folder + " cannot be written to: Is a directory.");
  }

  @Test
  void whatIsToBeCopiedIsNotMade() throws IOException {
    Path empty = Files.createDirectory(parent.resolve("empty"));
    for (Path folder : List.of(parent.resolve("missing"), empty)) {
      assertThatExceptionOfType(StoreUnusableException.class)
          .isThrownBy(() -> StoreCopy.copy(folder, new DatabaseAddress("", null, null), told -> {}))
          .withMessage("There are no timers in " + folder + ": it has no file chime.db.");
    }
    assertThat(files(parent)).containsExactly("empty");
    assertThat(files(empty)).isEmpty();
  }
}
