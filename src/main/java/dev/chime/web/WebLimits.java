package dev.chime.web;

import java.time.Duration;

/**
 * How far requests may go.
 *
 * @param defaultWait how long a long-poll waits that does not say
 * @param maxWait the longest that a long-poll may wait
 * @param maxPayloadBytes the most bytes of JSON, in UTF-8, that a timer carries
 */
public record WebLimits(Duration defaultWait, Duration maxWait, int maxPayloadBytes) {}
