package dev.chime.crash;

import java.util.List;

/**
 * What became of acknowledged operations.
 *
 * @param created acknowledged creates
 * @param cancelled timers whose cancelling was acknowledged
 * @param elapsed timers that have elapsed
 * @param pending timers that are not due yet
 * @param outcomesSeen outcomes that clients were told before the last start
 * @param replayed requests that were repeated with their key, and answered as before
 * @param violations what should not be
 */
record CrashVerdict(
    int created,
    int cancelled,
    int elapsed,
    int pending,
    int outcomesSeen,
    int replayed,
    List<String> violations) {}
