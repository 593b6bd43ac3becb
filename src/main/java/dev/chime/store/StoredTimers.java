package dev.chime.store;

/**
 * How many timers are kept.
 *
 * @param pending those without an outcome
 * @param elapsed those that have elapsed
 * @param cancelled those that were cancelled
 * @param skipped those that were skipped
 */
public record StoredTimers(long pending, long elapsed, long cancelled, long skipped) {}
