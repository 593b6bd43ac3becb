package dev.chime.timer.service;

import java.time.Duration;

/**
 * What the tasks that run beside requests go by.
 *
 * @param lookahead timers that are due within this are kept in memory; the others stay in the store
 * @param sweepInterval how often to look for timers that another process should have elapsed
 * @param overdueAfter how late a pending timer is when it is reported as overdue
 * @param retention how long outcomes stay readable
 */
public record ServiceSettings(
    Duration lookahead, Duration sweepInterval, Duration overdueAfter, Duration retention) {}
