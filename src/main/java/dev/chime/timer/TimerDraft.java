package dev.chime.timer;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A timer that a client wants to create.
 *
 * @param due when it is to elapse
 * @param maxLateness how late it may still elapse; after that it is skipped; null for no limit
 * @param payload JSON, as text; null if there is none
 * @param labels names and values by which clients can find it
 */
public record TimerDraft(
    Due due,
    @Nullable Duration maxLateness,
    @Nullable String payload,
    Map<String, String> labels) {}
