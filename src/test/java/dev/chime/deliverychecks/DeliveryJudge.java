package dev.chime.deliverychecks;

import dev.chime.harness.ApiClient;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * The rules for deliveries, whatever was done to servers.
 *
 * <ul>
 *   <li>Every timer with a {@code deliver} that has elapsed has one delivery, and no other timer
 *       has one. It is delivered, dead or open, and is not delivered unless somebody has received
 *       it and has said so.
 *   <li>None comes before its deadline, by the clock of this machine.
 *   <li>What is cancelled, or pending, is not received.
 *   <li>What comes again has a reason, see {@link Repetitions}. Nothing comes more often than the
 *       server has begun it.
 *   <li>None is dead before all of its attempts have failed; those in queues never are.
 *   <li>When all are well again, what is open comes to its end.
 * </ul>
 */
final class DeliveryJudge {

  private final DeliveryLog log;
  private final Collection<JudgedTimer> timers;
  private final DeliveryVerdict verdict;

  DeliveryJudge(DeliveryLog log, Collection<JudgedTimer> timers) {
    this.log = log;
    this.timers = timers;
    verdict = new DeliveryVerdict(log.violations());
  }

  /** Compares what there is before servers and receivers were all well with what has come. */
  void judgeOutcomes(List<StoredDelivery> deliveries) {
    Map<String, StoredDelivery> byTimer = new HashMap<>();
    for (StoredDelivery each : deliveries) {
      StoredDelivery other = byTimer.put(each.timer(), each);
      if (other != null) {
        verdict.isViolated(each.timer() + " has two deliveries: " + each + ", " + other);
      }
    }
    for (JudgedTimer timer : timers) {
      StoredDelivery delivery = byTimer.get(timer.id());
      if (!timer.state().equals("ELAPSED") || timer.deliver() == null) {
        if (delivery != null) {
          verdict.isViolated(timer + " has a delivery: " + delivery);
        }
      } else {
        verdict.count(Count.ELAPSED);
        judgeElapsed(timer, delivery);
      }
    }
  }

  private void judgeElapsed(JudgedTimer timer, @Nullable StoredDelivery delivery) {
    if (delivery == null) {
      verdict.isViolated(timer + " has no delivery");
      return;
    }
    if (!delivery.deliver().equals(timer.deliver())
        || !delivery.deadline().equals(timer.deadline())) {
      verdict.isViolated(timer + " is not what its delivery has: " + delivery);
    }
    if (delivery.isDelivered()) {
      verdict.count(Count.DELIVERED);
    } else if (delivery.isDead()) {
      verdict.count(Count.DEAD);
    } else {
      verdict.count(Count.OPEN);
      if (!log.received().containsKey(delivery.id())) {
        verdict.count(Count.OPEN_AND_NEVER_RECEIVED);
      }
    }
  }

  /** Compares all that has come with what there is in the end. */
  DeliveryVerdict judgeReceived(List<StoredDelivery> deliveries, ApiClient client) {
    Map<String, JudgedTimer> known = new HashMap<>();
    timers.forEach(timer -> known.put(timer.id(), timer));
    Map<String, StoredDelivery> stored = new HashMap<>();
    deliveries.forEach(delivery -> stored.put(delivery.id(), delivery));
    log.received()
        .forEach(
            (id, received) -> {
              received.forEach(each -> judgeReceived(each, known.get(each.timer())));
              if (!stored.containsKey(id)) {
                verdict.isViolated(id + " was received, and is not there: " + received);
              }
            });
    Repetitions repetitions =
        new Repetitions(verdict, log.troubles(), call -> StoredDelivery.hasTimedOut(client, call));
    for (StoredDelivery delivery : deliveries) {
      Queue<Received> received = log.received().get(delivery.id());
      List<Received> all = received == null ? List.of() : List.copyOf(received);
      judgeEnd(delivery, all);
      repetitions.explainCalls(only(Call.class, all), delivery.isDelivered());
      repetitions.explainLeases(only(Lease.class, all));
    }
    return verdict;
  }

  private void judgeReceived(Received received, @Nullable JudgedTimer timer) {
    verdict.count(received instanceof Call ? Count.CALLS : Count.LEASES);
    Instant deadline = timer == null ? received.deadline() : timer.deadline();
    if (received.at().isBefore(deadline)) {
      verdict.isViolated(received.delivery() + " came before " + deadline + ": " + received);
    }
    if (received instanceof Lease lease && lease.grantedAt().isBefore(deadline)) {
      verdict.isViolated(lease.delivery() + " was leased before " + deadline + ": " + lease);
    }
    if (timer != null && !timer.state().equals("ELAPSED")) {
      verdict.isViolated(received.delivery() + " came, but " + timer + ": " + received);
    }
  }

  private void judgeEnd(StoredDelivery delivery, List<Received> received) {
    boolean isAccepted =
        received.stream()
            .anyMatch(
                each ->
                    switch (each) {
                      case Call call -> call.acceptedAt() != null;
                      case Lease lease -> lease.isPerhapsAcked();
                    });
    boolean isAcked = only(Lease.class, received).stream().anyMatch(Lease::isAcked);
    if (delivery.isDelivered() && !isAccepted) {
      verdict.isViolated(delivery + ", but nobody has said so: " + received);
    }
    if (!delivery.isDelivered() && isAcked) {
      verdict.isViolated(delivery + ", although an ack was answered: " + received);
    }
    if (received.size() > delivery.attempts()) {
      verdict.isViolated(delivery + " came more often than it was begun: " + received);
    }
    if (delivery.isOpen()) {
      verdict.isViolated(delivery + " is open, although all are well: " + received);
    }
    if (delivery.isDead()) {
      verdict.count(Count.DEAD_IN_THE_END);
      if (delivery.behaviour() == null || delivery.attempts() <= Behaviour.RETRIES) {
        verdict.isViolated(delivery + " was given up too early: " + received);
      }
    }
  }

  private static <T> List<T> only(Class<T> type, List<Received> all) {
    return all.stream().filter(type::isInstance).map(type::cast).toList();
  }
}
