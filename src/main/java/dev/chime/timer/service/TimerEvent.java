package dev.chime.timer.service;

import dev.chime.timer.Timer;
import dev.chime.timer.TimerChange;
import java.util.Map;

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
    int labels = 0;
    for (Map.Entry<String, String> label : timer.labels().entrySet()) {
      labels += 100 + label.getKey().length() + label.getValue().length();
    }
    return 400 + payload + labels;
  }
}
