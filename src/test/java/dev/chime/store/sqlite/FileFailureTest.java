package dev.chime.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Failures that cannot be made to happen everywhere, such as for root. */
class FileFailureTest {

  private static final Path FOLDER = Path.of("/folder/below");

  @Test
  void noPermission() {
    IOException e = new AccessDeniedException("/folder/below");
    assertThat(FileFailure.making(FOLDER, e))
        .isEqualTo("the user that runs Chime has no permission");
    assertThat(FileFailure.using(e)).isEqualTo("the user that runs Chime has no permission");
  }

  @Test
  void missing() {
    assertThat(FileFailure.using(new NoSuchFileException("/folder/below")))
        .isEqualTo("it is missing");
  }

  @Test
  void whatTheOperatingSystemSays() {
    IOException e = new FileSystemException("/folder/below", null, "Read-only file system");
    assertThat(FileFailure.making(FOLDER, e)).isEqualTo("Read-only file system");
    assertThat(FileFailure.using(e)).isEqualTo("Read-only file system");
  }

  @Test
  void nothingIsSaid() {
    assertThat(FileFailure.using(new FileSystemException("/folder/below")))
        .isEqualTo("the operating system does not allow it");
    assertThat(FileFailure.using(new IOException("java.lang.Something")))
        .isEqualTo("the operating system does not allow it");
  }
}
