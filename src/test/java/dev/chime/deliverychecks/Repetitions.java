package dev.chime.deliverychecks;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/**
 * Explains why deliveries came more than once.
 *
 * <p>A call follows another one of the same delivery
 *
 * <ul>
 *   <li>if that was not answered with 200: it is tried again;
 *   <li>if it was, but the server has taken down that it waited for the whole timeout in vain;
 *   <li>if it was, but a server or the database was killed, halted or cut off before the server
 *       needs to have taken the answer down. Each such trouble explains one repetition of a
 *       delivery at most.
 * </ul>
 *
 * <p>A lease follows another one of the same delivery if that was given back, and its pause is
 * over, or if its time has ended, by the server's own clock; and never if the server has said that
 * the work is done. Everything else is a violation.
 */
final class Repetitions {

  /** How long it takes at most to take an answer down, on a machine that has much else to do. */
  private static final Duration SETTLING = Duration.ofSeconds(3);

  private final DeliveryVerdict verdict;
  private final List<Trouble> troubles;
  private final Predicate<Call> timedOut;

  /**
   * Explains by these troubles.
   *
   * @param timedOut whether the server says that it has waited for a call's answer in vain
   */
  Repetitions(DeliveryVerdict verdict, List<Trouble> troubles, Predicate<Call> timedOut) {
    this.verdict = verdict;
    this.troubles = troubles;
    this.timedOut = timedOut;
  }

  /**
   * Explains all calls of a delivery.
   *
   * @param isDelivered whether the server knows that it was carried out, or nothing more of it is
   *     to be explained
   */
  void explainCalls(List<Call> unsorted, boolean isDelivered) {
    List<Call> calls = unsorted.stream().sorted(Comparator.comparing(Call::at)).toList();
    List<Trouble> unused = new ArrayList<>(troubles);
    for (int i = 0; i < calls.size(); i++) {
      Call call = calls.get(i);
      boolean isLast = i == calls.size() - 1;
      Instant acceptedAt = call.acceptedAt();
      if (isLast && (isDelivered || acceptedAt == null)) {
        return;
      }
      if (acceptedAt == null) {
        verdict.count(Count.CALLS_AFTER_FAILURES);
        continue;
      }
      Instant settled = acceptedAt.plus(SETTLING);
      Instant end =
          isLast || calls.get(i + 1).at().isAfter(settled) ? settled : calls.get(i + 1).at();
      Trouble cause =
          unused.stream().filter(each -> each.overlaps(call.at(), end)).findFirst().orElse(null);
      if (cause != null) {
        unused.remove(cause);
        verdict.count(Count.CALLS_AFTER_TROUBLE);
      } else if (timedOut.test(call)) {
        verdict.count(Count.CALLS_AFTER_TIMEOUTS);
      } else {
        verdict.isViolated(
            call.delivery() + " was accepted, and was not over, without a reason: " + calls);
      }
    }
  }

  /** Explains all leases of a delivery. */
  void explainLeases(List<Lease> unsorted) {
    List<Lease> leases = unsorted.stream().sorted(Comparator.comparingInt(Lease::attempt)).toList();
    for (int i = 1; i < leases.size(); i++) {
      Lease before = leases.get(i - 1);
      Lease lease = leases.get(i);
      Instant pauseEnd = before.givenBackUntil();
      if (before.attempt() == lease.attempt()) {
        verdict.isViolated(lease.delivery() + " was leased twice at a time: " + leases);
      } else if (before.isAcked()) {
        verdict.isViolated(lease.delivery() + " was leased again after an ack: " + leases);
      } else if (pauseEnd != null && lease.grantedAt().isBefore(pauseEnd)) {
        verdict.isViolated(
            lease.delivery() + " was leased before its pause was over: " + pauseEnd + leases);
      } else if (before.isPerhapsGivenBack()) {
        verdict.count(Count.LEASES_AFTER_NACKS);
      } else if (!lease.grantedAt().isBefore(before.earliestEnd())) {
        verdict.count(Count.LEASES_AFTER_ENDS);
      } else {
        verdict.isViolated(lease.delivery() + " was leased while it was leased: " + leases);
      }
    }
  }
}
