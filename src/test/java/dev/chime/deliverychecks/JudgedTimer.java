package dev.chime.deliverychecks;

import dev.chime.harness.ApiClient.Response;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a timer stands when all is over.
 *
 * @param deliver its {@code deliver}, as JSON; null if it has none
 */
public record JudgedTimer(String id, String state, Instant deadline, @Nullable String deliver) {

  /** Takes this from an answer, for a timer that was made with this {@code deliver}. */
  public static JudgedTimer of(String id, Response answer, @Nullable String deliver) {
    return new JudgedTimer(
        id, answer.text("state"), Instant.parse(answer.text("deadline")), deliver);
  }
}
