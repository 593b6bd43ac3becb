package dev.chime.harness;

import dev.chime.harness.ApiClient.Response;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What an outcome keeps, whatever happens to the server. */
public final class Outcomes {

  private Outcomes() {}

  /**
   * Says how a timer's outcome breaks its deadline: it elapses at the deadline or later, and is
   * cancelled before that. A timer that is made to elapse at once can be cancelled in the
   * millisecond in which it is made.
   *
   * @return null if it does not
   */
  public static @Nullable String untimely(Response answer) {
    Instant deadline = at(answer, "deadline");
    String state = answer.text("state");
    if (state.equals("ELAPSED") && at(answer, "elapsedAt").isBefore(deadline)) {
      return "elapsed early";
    }
    if (!state.equals("CANCELLED")) {
      return null;
    }
    Instant cancelledAt = at(answer, "cancelledAt");
    boolean isInTime =
        cancelledAt.isBefore(deadline) || cancelledAt.equals(at(answer, "createdAt"));
    return isInTime ? null : "was cancelled too late";
  }

  private static Instant at(Response answer, String field) {
    return Instant.parse(answer.text(field));
  }
}
