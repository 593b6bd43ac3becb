package dev.chime.web.http;

import java.time.Duration;

/**
 * Limits for connections.
 *
 * @param maxConnections the most connections; no more are accepted until some are closed
 * @param idleTimeout how long a connection may be silent, unless it waits for a response
 * @param headerTimeout how long the headers of a request may take to arrive
 * @param minBodyRate the lowest rate at which a body may arrive, in bytes per second; 0 for no
 *     limit
 */
public record HttpLimits(
    int maxConnections, Duration idleTimeout, Duration headerTimeout, long minBodyRate) {}
