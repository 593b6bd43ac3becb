package dev.chime.store.sqlite;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Why a file or a folder cannot be used, in plain words: those of exceptions are for programs. */
final class FileFailure {

  private FileFailure() {}

  /** Why this folder could not be made. */
  static String making(Path folder, IOException e) {
    if (e instanceof AccessDeniedException) {
      return using(e);
    }
    for (@Nullable Path above = folder.getParent(); above != null; above = above.getParent()) {
      if (Files.isRegularFile(above)) {
        return above + " is a file";
      }
    }
    return e instanceof NoSuchFileException ? "there is no folder " + folder.getParent() : using(e);
  }

  /** Why a file or a folder that is named already could not be used. */
  static String using(IOException e) {
    return switch (e) {
      case AccessDeniedException denied -> "the user that runs Chime has no permission";
      case NoSuchFileException missing -> "it is missing";
      case FileSystemException failed when failed.getReason() != null -> failed.getReason();
      default -> "the operating system does not allow it";
    };
  }
}
