package dev.chime.web.problem;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chime.timer.Namespace;
import dev.chime.timer.SnapshotRefusedException;
import dev.chime.timer.StoreBusyException;
import dev.chime.timer.StoreException;
import dev.chime.timer.StoreFullException;
import dev.chime.timer.TooManyTimersException;
import dev.chime.timer.service.TooManyWaitersException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;

/**
 * What may succeed later says when, in a header and in the problem itself, which is all that an
 * item of a batch has.
 */
class RetryableProblemsTest {

  static Stream<Exception> retryable() {
    RateLimit limit = new RateLimit("creates", 1, null, 0, null);
    return Stream.of(
        ConflictException.inFlight(),
        new SnapshotRefusedException(SnapshotRefusedException.Reason.RUNNING, "another one"),
        new StoreFullException("full", null),
        new StoreBusyException("busy"),
        new StoreException("broken", null),
        new InterruptedException(),
        new TooManyTimersException(Namespace.DEFAULT, 1),
        new TooManyTimersException(null, 1),
        new TooManyWaitersException(Namespace.DEFAULT, 1),
        new TooManyWaitersException(null, 1),
        new LimitExceededException(
            ProblemType.TOO_MANY_CREATES, "too many", limit, Duration.ofMillis(500)));
  }

  @ParameterizedTest
  @MethodSource("retryable")
  void itSaysWhenToTryAgain(Exception e) {
    ResponseEntity<ProblemDetail> answer = Problems.of(e);
    assertThat(answer.getHeaders().get(HttpHeaders.RETRY_AFTER)).isEqualTo(List.of("1"));
    assertThat(answer.getBody().getProperties()).containsEntry("retryAfter", 1L);
  }

  @Test
  void theTimeIsThatOfTheLimit() {
    Exception e =
        new LimitExceededException(
            ProblemType.TOO_MANY_CREATES,
            "too many",
            new RateLimit("creates", 1, null, 0, null),
            Duration.ofMillis(2_001));
    assertThat(Problems.of(e).getHeaders().getFirst(HttpHeaders.RETRY_AFTER)).isEqualTo("3");
    assertThat(Problems.of(e).getBody().getProperties()).containsEntry("retryAfter", 3L);
  }

  @Test
  void whatCannotSucceedLaterSaysNothingOfIt() {
    for (Exception e :
        List.of(
            ConflictException.idTaken(),
            new InvalidRequestException("delay", "is wrong"),
            new SnapshotRefusedException(SnapshotRefusedException.Reason.NO_ROOM, "no room"))) {
      ResponseEntity<ProblemDetail> answer = Problems.of(e);
      assertThat(answer.getHeaders().get(HttpHeaders.RETRY_AFTER)).isNull();
      assertThat(answer.getBody().toString()).doesNotContain("retryAfter");
    }
  }
}
