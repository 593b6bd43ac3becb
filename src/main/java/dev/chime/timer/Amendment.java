package dev.chime.timer;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a client wants to change in a pending timer; null leaves a part as it is.
 *
 * @param due the new deadline
 * @param payload the new payload, JSON as text
 * @param labels the new labels; they replace all old ones
 */
public record Amendment(
    @Nullable Due due, @Nullable String payload, @Nullable Map<String, String> labels) {}
