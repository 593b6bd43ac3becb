package dev.chime.web.problem;

import dev.chime.timer.TimerId;
import java.util.List;

/** There are no such timers, or not any more. */
public final class UnknownTimerException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient List<String> ids;

  /** An exception that names one timer. */
  public UnknownTimerException(TimerId id) {
    this(List.of(id));
  }

  /** An exception that names all that are unknown. */
  public UnknownTimerException(List<TimerId> ids) {
    super("there is no timer " + ids, null, false, false);
    this.ids = ids.stream().map(TimerId::value).toList();
  }

  List<String> ids() {
    return ids;
  }
}
