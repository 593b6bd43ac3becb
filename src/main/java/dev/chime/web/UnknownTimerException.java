package dev.chime.web;

import dev.chime.timer.TimerId;

/** There is no such timer, or not any more. */
final class UnknownTimerException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  UnknownTimerException(TimerId id) {
    super("there is no timer " + id, null, false, false);
  }
}
