package dev.chime.timer.service;

import dev.chime.timer.Timer;
import dev.chime.timer.TimerChange;

/**
 * A change with its number in the order of all changes.
 *
 * @param number one more than that of the event before
 * @param change what has happened
 */
public record TimerEvent(long number, TimerChange change) {

  /** About how many bytes of memory it takes. */
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
