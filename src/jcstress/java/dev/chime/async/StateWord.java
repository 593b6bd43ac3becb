package dev.chime.async;

/** A task's state word without the task, put into the state from which a race starts. */
final class StateWord extends TaskState {

  /** In the run queue, as a task is born. */
  static StateWord scheduled() {
    return new StateWord();
  }

  /** In the middle of a poll. */
  static StateWord running() {
    StateWord word = scheduled();
    word.start();
    return word;
  }

  /** Waiting for a wake. */
  static StateWord idle() {
    StateWord word = running();
    word.suspend();
    return word;
  }
}
