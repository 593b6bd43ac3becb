package dev.chime.timer;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a client says about a timer it wants.
 *
 * @param due when it is to elapse
 * @param maxLateness how late it may still elapse instead of being skipped; null for ever so late
 * @param payload JSON, as text; null if there is none
 * @param labels names and values to find it by
 */
public record TimerDraft(
    Due due,
    @Nullable Duration maxLateness,
    @Nullable String payload,
    Map<String, String> labels) {}
