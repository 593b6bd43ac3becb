package dev.chime.timer;

/**
 * A client's mark on a request to create, by which a repetition is known.
 *
 * @param namespace whose it is
 * @param value the key
 * @param fingerprint what tells requests with the same key apart: equal for equal requests
 */
public record IdempotencyKey(Namespace namespace, String value, String fingerprint) {}
