package dev.chime.delivery;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to carry out a delivery.
 *
 * @param number 1 for the first one
 * @param at when it began
 * @param took how long it took
 * @param status the status of the answer; null if there was none, or if nobody was called
 * @param answer the beginning of the answer, 1 KB at most; null if there was none
 * @param error what went wrong, for people to read; null if nothing did
 */
public record Attempt(
    int number,
    Instant at,
    Duration took,
    @Nullable Integer status,
    @Nullable String answer,
    @Nullable String error) {

  /** How many of a delivery's attempts are kept: the last ones. */
  public static final int KEPT = 20;
}
