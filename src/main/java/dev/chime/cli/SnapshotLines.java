package dev.chime.cli;

import dev.chime.timer.Snapshot;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A snapshot, as commands print it. */
final class SnapshotLines {

  /** A snapshot as the service describes it. */
  record Described(
      String file,
      String takenAt,
      long bytes,
      String sha256,
      String schema,
      Snapshot.Counts timers) {

    static Described of(Snapshot snapshot) {
      return new Described(
          snapshot.file().toString(),
          snapshot.takenAt().toString(),
          snapshot.bytes(),
          snapshot.sha256(),
          snapshot.schema(),
          snapshot.timers());
    }
  }

  private SnapshotLines() {}

  /** The lines for a snapshot as the service describes it. */
  static List<String> of(JsonNode described) {
    return of(new JsonMapper().treeToValue(described, Described.class));
  }

  /** The lines for a snapshot. */
  static List<String> of(Described snapshot) {
    Snapshot.Counts timers = snapshot.timers();
    return List.of(
        "file:     " + snapshot.file(),
        "taken at: " + snapshot.takenAt(),
        "size:     " + String.format(Locale.ROOT, "%,d bytes", snapshot.bytes()),
        "sha256:   " + snapshot.sha256(),
        "schema:   " + snapshot.schema(),
        String.format(
            Locale.ROOT,
            "timers:   %,d pending, %,d elapsed, %,d cancelled, %,d skipped",
            timers.pending(),
            timers.elapsed(),
            timers.cancelled(),
            timers.skipped()));
  }
}
