package dev.chime.deliverychecks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chime.contract.Contract;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What explains that a delivery comes once more, and what does not. */
class RepetitionsTest {

  private static final Instant START = Instant.parse("2030-01-01T00:00:00Z");
  private static final Duration LENGTH = Duration.ofSeconds(1);

  private final List<String> violations = new ArrayList<>();
  private final DeliveryVerdict verdict = new DeliveryVerdict(violations);

  private static Instant at(int seconds) {
    return START.plusSeconds(seconds);
  }

  private static Call accepted(int seconds) {
    Call call = new Call("id", "timer", START, at(seconds));
    call.accept(at(seconds));
    return call;
  }

  private static Lease lease(int attempt, int grantedAt) {
    String claimed =
        """
        {"id":"id","token":"token","attempt":%d,"leaseEndsAt":"%s",
         "timer":{"id":"timer","deadline":"%s"}}\
        """
            .formatted(attempt, at(grantedAt).plus(LENGTH), START);
    return new Lease(Contract.JSON.readTree(claimed), LENGTH, at(grantedAt));
  }

  private Repetitions repetitions(Trouble... troubles) {
    return new Repetitions(verdict, List.of(troubles), call -> false);
  }

  @Test
  void aCallThatWasAcceptedIsNotRepeatedWithoutAReason() {
    repetitions(new Trouble(at(5), at(6))).explainCalls(List.of(accepted(0), accepted(20)), true);
    assertThat(violations).hasSize(1);
  }

  @Test
  void aTroubleExplainsOneRepetition() {
    List<Call> calls = List.of(accepted(0), accepted(1), accepted(2));
    repetitions(new Trouble(at(0), at(9)), new Trouble(at(1), at(1))).explainCalls(calls, true);
    assertThat(violations).isEmpty();
    repetitions(new Trouble(at(0), at(9))).explainCalls(calls, true);
    assertThat(violations).hasSize(1);
  }

  @Test
  void whatWasAcceptedLastIsDelivered() {
    repetitions().explainCalls(List.of(accepted(0)), true);
    assertThat(violations).isEmpty();
    repetitions().explainCalls(List.of(accepted(0)), false);
    assertThat(violations).hasSize(1);
  }

  @Test
  void aCallThatWasNotAcceptedIsRepeated() {
    Call refused = new Call("id", "timer", START, at(0));
    repetitions().explainCalls(List.of(refused, accepted(1)), true);
    assertThat(violations).isEmpty();
  }

  @Test
  void aTimeoutExplainsARepetition() {
    new Repetitions(verdict, List.of(), call -> call.at().equals(at(0)))
        .explainCalls(List.of(accepted(0), accepted(20)), true);
    assertThat(violations).isEmpty();
  }

  @Test
  void aLeaseFollowsTheEndOfTheOneBefore() {
    repetitions().explainLeases(List.of(lease(1, 0), lease(2, 1)));
    assertThat(violations).isEmpty();
    repetitions().explainLeases(List.of(lease(1, 1), lease(2, 1)));
    assertThat(violations).hasSize(1);
  }

  @Test
  void twoLeasesAreNotTheSameAttempt() {
    repetitions().explainLeases(List.of(lease(1, 0), lease(1, 5)));
    assertThat(violations).hasSize(1);
  }

  @Test
  void noLeaseFollowsAnAck() {
    Lease acked = lease(1, 0);
    assertThat(acked.acked(200, Contract.JSON.createObjectNode())).isNull();
    repetitions().explainLeases(List.of(acked, lease(2, 5)));
    assertThat(violations).hasSize(1);
  }

  @Test
  void aLeaseFollowsTheEndOfAPause() {
    Lease givenBack = lease(1, 0);
    String pending = "{\"nextAttemptAt\":\"" + at(3) + "\"}";
    assertThat(givenBack.nacked(200, Contract.JSON.readTree(pending))).isNull();
    repetitions().explainLeases(List.of(givenBack, lease(2, 3)));
    assertThat(violations).isEmpty();
    repetitions().explainLeases(List.of(givenBack, lease(2, 2)));
    assertThat(violations).hasSize(1);
  }
}
