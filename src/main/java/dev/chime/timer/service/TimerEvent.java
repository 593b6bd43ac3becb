package dev.chime.timer.service;

import dev.chime.timer.Timer;
import dev.chime.timer.TimerChange;

/**
 * A change with its place in the order of all changes.
 *
 * @param number counts up by one from event to event
 * @param change what has happened
 */
public record TimerEvent(long number, TimerChange change) {

  /** Roughly what it takes in memory, in bytes. */
  int weight() {
    Timer timer = change.timer();
    int payload = timer.payload() == null ? 0 : timer.payload().length();
    int labels =
        timer.labels().entrySet().stream()
            .mapToInt(label -> 100 + label.getKey().length() + label.getValue().length())
            .sum();
    return 400 + payload + labels;
  }
}
