package dev.chime.timer;

/**
 * A key that a client sends with a request, so that repeating the request creates no second timer.
 *
 * @param namespace the namespace of the client
 * @param value the key
 * @param fingerprint a hash of the request, which tells it from a different one with the same key
 */
public record IdempotencyKey(Namespace namespace, String value, String fingerprint) {}
