package dev.chime.cli;

import picocli.CommandLine.Command;

/** The commands for snapshots. */
@Command(
    name = "snapshot",
    header = "Saves, checks or restores a snapshot of the embedded store.",
    description =
        "A snapshot is a file chime-<time>.db with all timers, schedules, deliveries and endpoints,"
            + " and a file .sha256 beside it. Keep and copy both. They have what payloads have, so"
            + " let nobody else read them.")
final class SnapshotCommands {}
