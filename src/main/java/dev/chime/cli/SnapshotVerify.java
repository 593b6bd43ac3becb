package dev.chime.cli;

import dev.chime.store.Snapshots;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Checks a snapshot. */
@Command(
    name = "verify",
    header = "Checks a snapshot.",
    description =
        "Compares its SHA-256 with the file .sha256 beside it, has SQLite check its pages, and"
            + " checks the version of its tables and its counts. Changes nothing.")
final class SnapshotVerify extends Printing {

  @Parameters(paramLabel = "<snapshot>", description = "The file chime-<time>.db.")
  private Path file = Path.of("");

  @Override
  public Integer call() {
    SnapshotLines.Described found = SnapshotLines.Described.of(Snapshots.verify(file));
    print(found, SnapshotLines.of(found));
    return 0;
  }
}
