package dev.chime.web.http;

import java.time.Duration;

/**
 * What clients may hold.
 *
 * @param maxConnections the most connections; no more are accepted until some are closed
 * @param idleTimeout how long a connection may say nothing, unless it waits for an answer
 * @param headerTimeout how long the headers of a request may take to arrive
 * @param minBodyRate the least bytes a second at which a body has to arrive; 0 for no such limit
 */
public record HttpLimits(
    int maxConnections, Duration idleTimeout, Duration headerTimeout, long minBodyRate) {}
