package dev.chime.timer;

/**
 * The key that a client gives a request, so that its repetition creates no second timer.
 *
 * @param namespace the namespace of the client
 * @param value the key
 * @param fingerprint equal for equal requests, different for different ones with the same key
 */
public record IdempotencyKey(Namespace namespace, String value, String fingerprint) {}
