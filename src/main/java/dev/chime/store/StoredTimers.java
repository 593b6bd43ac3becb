package dev.chime.store;

/**
 * How many timers of each state a store has.
 *
 * @param pending timers without an outcome
 * @param elapsed timers that have elapsed
 * @param cancelled timers that were cancelled
 * @param skipped timers that were skipped
 */
public record StoredTimers(long pending, long elapsed, long cancelled, long skipped) {}
