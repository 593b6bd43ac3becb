package dev.chime.timer.service;

/** When waiting for several timers ends. */
public enum WaitMode {
  /** When one of them has its outcome. */
  ANY,
  /** When all of them have their outcomes. */
  ALL
}
