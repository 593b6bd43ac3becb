package dev.chime.store;

import dev.chime.timer.Namespace;
import java.util.function.ToLongFunction;

/**
 * The limits of a store.
 *
 * @param queue how many commands may wait to be written; creates may use three quarters of it
 * @param maxPending how many timers may be pending, approximately
 * @param maxPendingOf how many timers of a namespace may be pending, its open deliveries included,
 *     approximately; {@link Long#MAX_VALUE} for no limit
 * @param maxBytes the largest size of SQLite's file, in bytes; 0 for no limit
 */
public record StoreLimits(
    int queue, long maxPending, ToLongFunction<Namespace> maxPendingOf, long maxBytes) {}
