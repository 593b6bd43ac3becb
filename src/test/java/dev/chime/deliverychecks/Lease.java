package dev.chime.deliverychecks;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A delivery that a worker was given, and what has come of it. Thread-safe. */
final class Lease extends Received {

  private final int attempt;
  private final String token;
  private final Instant grantedAt;
  private Instant earliestEnd;
  private boolean ackLost;
  private boolean acked;
  private boolean nackLost;
  private @Nullable Instant givenBackUntil;

  /**
   * A lease as a claim was answered.
   *
   * @param length what the claim has asked for
   */
  Lease(JsonNode claimed, Duration length, Instant at) {
    super(
        claimed.required("id").asString(),
        claimed.required("timer").required("id").asString(),
        time(claimed.required("timer"), "deadline"),
        at);
    attempt = claimed.required("attempt").asInt();
    token = claimed.required("token").asString();
    earliestEnd = time(claimed, "leaseEndsAt");
    grantedAt = earliestEnd.minus(length);
  }

  private static Instant time(JsonNode json, String field) {
    return Instant.parse(json.required(field).asString());
  }

  int attempt() {
    return attempt;
  }

  String token() {
    return token;
  }

  /** When the server has leased it, by the server's clock. */
  Instant grantedAt() {
    return grantedAt;
  }

  /** The earliest time at which it ends, as far as is known. */
  synchronized Instant earliestEnd() {
    return earliestEnd;
  }

  /** Whether the server has said that it has taken down the end of the work. */
  synchronized boolean isAcked() {
    return acked;
  }

  /** Whether the server has been told of the end of the work, perhaps. */
  synchronized boolean isPerhapsAcked() {
    return acked || ackLost;
  }

  synchronized boolean isPerhapsGivenBack() {
    return nackLost || givenBackUntil != null;
  }

  /** Until when nobody may be given it; null if no end of a pause was acknowledged. */
  synchronized @Nullable Instant givenBackUntil() {
    return givenBackUntil;
  }

  /**
   * It was acked.
   *
   * @param status 0 if there was no answer
   * @return what is wrong with the answer; null if nothing is
   */
  synchronized @Nullable String acked(int status, JsonNode answer) {
    switch (status) {
      case 0 -> ackLost = true;
      case 200 -> acked = true;
      case 409 -> {
        JsonNode present = answer.required("delivery");
        boolean byThis = ackLost && present.required("attempts").asInt() == attempt;
        acked |= byThis && stateOf(present).equals("DELIVERED");
        return stale(present);
      }
      default -> {
        return wrong("ack", status, answer);
      }
    }
    return null;
  }

  /** It was given back. As {@link #acked}. */
  synchronized @Nullable String nacked(int status, JsonNode answer) {
    switch (status) {
      case 0 -> nackLost = true;
      case 200 -> givenBackUntil = time(answer, "nextAttemptAt");
      case 409 -> {
        return stale(answer.required("delivery"));
      }
      default -> {
        return wrong("nack", status, answer);
      }
    }
    return null;
  }

  /** It was to end later, which it may without an answer. As {@link #acked}. */
  synchronized @Nullable String extended(int status, JsonNode answer) {
    switch (status) {
      case 0 -> {}
      case 200 -> earliestEnd = time(answer, "leaseEndsAt");
      case 409 -> {
        return stale(answer.required("delivery"));
      }
      default -> {
        return wrong("extend", status, answer);
      }
    }
    return null;
  }

  private String wrong(String what, int status, JsonNode answer) {
    return delivery() + " " + what + " was answered with " + status + " " + answer;
  }

  /** The lease must have ended, unless what its holder has said before was not answered. */
  private @Nullable String stale(JsonNode present) {
    int attempts = present.required("attempts").asInt();
    boolean justified =
        attempts == attempt
            ? (ackLost && stateOf(present).equals("DELIVERED"))
                || (nackLost && stateOf(present).equals("PENDING"))
            : attempts > attempt && (nackLost || !Instant.now().isBefore(earliestEnd));
    return justified
        ? null
        : delivery() + " was taken from its worker before " + earliestEnd + ": " + present;
  }

  private static String stateOf(JsonNode delivery) {
    return delivery.required("state").asString();
  }

  @Override
  public synchronized String toString() {
    return "attempt %d from %s to %s%s%s"
        .formatted(
            attempt,
            grantedAt,
            earliestEnd,
            acked ? ", acked" : ackLost ? ", acked perhaps" : "",
            isPerhapsGivenBack() ? ", given back" : "");
  }
}
