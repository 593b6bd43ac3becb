package dev.chime.web.problem;

import dev.chime.timer.TimerId;
import java.util.List;

/** Thrown if timers do not exist, or no longer exist. */
public final class UnknownTimerException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient List<String> ids;

  /** Creates an exception for one timer. */
  public UnknownTimerException(TimerId id) {
    this(List.of(id));
  }

  /** Creates an exception for several timers. */
  public UnknownTimerException(List<TimerId> ids) {
    super("there is no timer " + ids, null, false, false);
    this.ids = ids.stream().map(TimerId::value).toList();
  }

  List<String> ids() {
    return ids;
  }
}
