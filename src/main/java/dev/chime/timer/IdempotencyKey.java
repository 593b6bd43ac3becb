package dev.chime.timer;

/**
 * A client's mark on a request to create, by which a repetition is known.
 *
 * @param value the key
 * @param fingerprint what tells requests with the same key apart: equal for equal requests
 */
public record IdempotencyKey(String value, String fingerprint) {}
