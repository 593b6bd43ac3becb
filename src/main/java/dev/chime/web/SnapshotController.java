package dev.chime.web;

import dev.chime.timer.Snapshot;
import dev.chime.timer.SnapshotMaker;
import dev.chime.web.mvc.Answer;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Snapshots of the embedded store. */
@RestController
@RequestMapping(path = "/snapshots", produces = MediaType.APPLICATION_JSON_VALUE)
class SnapshotController {

  /** A snapshot, as clients see it. */
  record SnapshotResponse(
      String file,
      String takenAt,
      long bytes,
      String sha256,
      String schema,
      Snapshot.Counts timers) {}

  private final SnapshotMaker snapshots;

  SnapshotController(SnapshotMaker snapshots) {
    this.snapshots = snapshots;
  }

  /** Makes a snapshot, and returns what it is when it is on disk. */
  @PostMapping
  Answer save() throws InterruptedException {
    Snapshot snapshot = snapshots.save();
    return new Answer(
        HttpStatus.CREATED,
        new SnapshotResponse(
            snapshot.file().toString(),
            TimerResponse.time(snapshot.takenAt()),
            snapshot.bytes(),
            snapshot.sha256(),
            snapshot.schema(),
            snapshot.timers()),
        null,
        null,
        null);
  }
}
