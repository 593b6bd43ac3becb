package dev.chime.async.time;

/**
 * One implementation of timers as the benches use it: each timer has a place in a table of the
 * implementation's own handles, so that none has to be boxed. One thread.
 */
interface Timers extends AutoCloseable {

  /** Arms a new timer at a place that holds none that is pending. */
  void arm(int place, long delayMillis);

  /** Cancels the timer at a place. */
  void cancel(int place);

  /** Ends the implementation's threads, if it has any. */
  @Override
  default void close() {}

  /** Timers without a thread of their own, which fire when the caller says so. */
  interface Driven extends Timers {

    /** Reads the clock and fires what is due; more turns may be needed for all of it. */
    void turn();

    /** How many timers are pending. */
    int pending();
  }
}
