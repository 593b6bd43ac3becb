package dev.chime.store;

/**
 * The numbers of timers in a store, by state.
 *
 * @param pending timers without an outcome
 * @param elapsed timers that have elapsed
 * @param cancelled timers that were cancelled
 * @param skipped timers that were skipped
 */
public record StoredTimers(long pending, long elapsed, long cancelled, long skipped) {}
