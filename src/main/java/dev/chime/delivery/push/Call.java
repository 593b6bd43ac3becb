package dev.chime.delivery.push;

import java.net.URI;
import java.time.Duration;
import java.util.Map;

/**
 * A {@code POST} of JSON.
 *
 * @param uri the address
 * @param headers the headers, beside those of every call
 * @param body the JSON
 * @param timeout how long it may take in all
 * @param pool calls of equal pools share connections, others never do
 */
record Call(URI uri, Map<String, String> headers, String body, Duration timeout, Object pool) {}
