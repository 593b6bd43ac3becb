package dev.chime.cli;

import dev.chime.config.CommandSettings;
import dev.chime.store.Snapshots;
import dev.chime.timer.Snapshot;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Restores a snapshot. */
@Command(
    name = "restore",
    header = "Puts a snapshot into an empty folder, to start the service with.",
    description = {
      "The folder is that of --chime.data (CHIME_DATA in the environment, or the folder data)."
          + " It must be empty, and no service may use it. The snapshot is checked first.",
      SnapshotRestore.MEANING
    })
final class SnapshotRestore extends Printing {

  static final String MEANING =
      "A restore goes back in time: timers that elapsed after the snapshot elapse again, and are"
          + " delivered again; timers that were created since are gone; timers that were cancelled"
          + " since elapse.";

  /** What is printed. */
  record Restored(String folder, SnapshotLines.Described snapshot, String meaning) {}

  private final List<String> properties;

  @Parameters(paramLabel = "<snapshot>", description = "The file chime-<time>.db.")
  private Path file = Path.of("");

  SnapshotRestore(List<String> properties) {
    this.properties = properties;
  }

  @Override
  public Integer call() {
    Path folder = CommandSettings.read(properties).data();
    Snapshot snapshot = Snapshots.restore(file, folder);
    SnapshotLines.Described described = SnapshotLines.Described.of(snapshot);
    List<String> lines = new ArrayList<>(SnapshotLines.of(described));
    lines.add("restored: " + folder);
    lines.add(MEANING);
    print(new Restored(folder.toString(), described, MEANING), lines);
    return 0;
  }
}
