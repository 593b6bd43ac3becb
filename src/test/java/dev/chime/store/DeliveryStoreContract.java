package dev.chime.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chime.delivery.Attempt;
import dev.chime.delivery.Delivery;
import dev.chime.delivery.DeliveryId;
import dev.chime.delivery.DeliveryQuery;
import dev.chime.delivery.DeliveryState;
import dev.chime.delivery.DeliveryStore;
import dev.chime.delivery.DeliveryStore.Claim;
import dev.chime.delivery.Lane;
import dev.chime.delivery.OpenLane;
import dev.chime.delivery.Settlement;
import dev.chime.delivery.Settlement.Outcome;
import dev.chime.delivery.Settlement.Result;
import dev.chime.timer.Blocking;
import dev.chime.timer.Destination;
import dev.chime.timer.ListOrder;
import dev.chime.timer.Namespace;
import dev.chime.timer.Timer;
import dev.chime.timer.Timers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every store of deliveries does. The test of each store extends this. */
@Timeout(120)
abstract class DeliveryStoreContract {

  static final Instant NOW = TimerStoreContract.NOW;
  static final Destination QUEUE = new Destination.Queue("emails");
  static final Lane LANE = new Lane(Namespace.DEFAULT, QUEUE);
  static final Lane OTHER = new Lane(Namespace.DEFAULT, new Destination.Endpoint("emails"));

  private static final Duration LEASE = Duration.ofSeconds(30);
  private static final Instant END = NOW.plus(LEASE);
  private static final Set<DeliveryState> ALL = EnumSet.allOf(DeliveryState.class);

  /** What the store tells of: lanes, each with a time. */
  final Queue<Map.Entry<Lane, Instant>> told = new ConcurrentLinkedQueue<>();

  private DeliveryStore store;

  /** A new and empty store, whose listener adds to {@link #told}. */
  protected abstract DeliveryStore newStore();

  /** Has a timer elapse in the store. */
  protected abstract void elapse(Timer timer, Instant now);

  @BeforeEach
  void open() {
    store = newStore();
  }

  /** The timer, which has elapsed on time. */
  private Timer elapsed(String id, Instant deadline, Destination destination) {
    Timer timer = Timers.toDeliver(id, deadline, NOW.minusSeconds(60), destination);
    elapse(timer, deadline);
    return timer.outcomeAt(deadline);
  }

  private Timer elapsed(String id) {
    return elapsed(id, NOW, QUEUE);
  }

  private Claim claim(int max, Instant now) {
    return Blocking.get(store.claim(LANE, max, LEASE, now));
  }

  private Delivery claimOne(Instant now) {
    List<Delivery> claimed = claim(1, now).deliveries();
    assertThat(claimed).hasSize(1);
    return claimed.getFirst();
  }

  private Optional<Outcome> settle(Delivery leased, Result result, Instant now) {
    return settle(leased, result, null, now);
  }

  private Optional<Outcome> settle(
      Delivery leased, Result result, @Nullable Attempt attempt, Instant now) {
    return Blocking.get(store.settle(List.of(settlement(leased, result, attempt)), now)).getFirst();
  }

  private static Settlement settlement(Delivery leased, Result result, @Nullable Attempt attempt) {
    assertThat(leased.token()).isNotNull();
    return new Settlement(leased.id(), String.valueOf(leased.token()), result, attempt);
  }

  private static Delivery settled(Optional<Outcome> outcome) {
    assertThat(outcome).get().isInstanceOf(Outcome.Settled.class);
    return ((Outcome.Settled) outcome.orElseThrow()).delivery();
  }

  private static Delivery stale(Optional<Outcome> outcome) {
    assertThat(outcome).get().isInstanceOf(Outcome.Stale.class);
    return ((Outcome.Stale) outcome.orElseThrow()).delivery();
  }

  private Delivery find(Delivery delivery) {
    return Blocking.get(store.find(List.of(delivery.id()))).getFirst().orElseThrow();
  }

  private static List<String> ids(List<Delivery> deliveries) {
    return deliveries.stream().map(delivery -> delivery.timer().id().value()).toList();
  }

  @Test
  void aTimerThatElapsesIsPendingFromWhenItWasDue() {
    Timer timer = elapsed("a");
    DeliveryId id = DeliveryId.of(timer);
    assertThat(Blocking.get(store.find(List.of(id, new DeliveryId(Namespace.DEFAULT, "x")))))
        .containsExactly(
            Optional.of(new Delivery(id, timer, DeliveryState.PENDING, 0, NOW, null, null)),
            Optional.empty());
    assertThat(told).contains(Map.entry(LANE, NOW));
    assertThat(Blocking.get(store.attempts(id))).isEmpty();
  }

  @Test
  void claimsGetWhatIsAvailableTheEarliestFirstAndEachOnce() {
    elapsed("third", NOW.plusMillis(2), QUEUE);
    elapsed("second", NOW.plusMillis(1), QUEUE);
    elapsed("first", NOW, QUEUE);
    elapsed("elsewhere", NOW, OTHER.destination());
    assertThat(claim(9, NOW.minusMillis(1)).deliveries()).isEmpty();

    Claim claim = claim(2, NOW.plusMillis(5));
    assertThat(ids(claim.deliveries())).containsExactly("first", "second");
    assertThat(claim.nextAt()).as("there is one more").isBeforeOrEqualTo(NOW.plusMillis(5));
    Delivery first = claim.deliveries().getFirst();
    Instant end = NOW.plusMillis(5).plus(LEASE);
    assertThat(first)
        .isEqualTo(
            new Delivery(
                first.id(), first.timer(), DeliveryState.LEASED, 1, end, first.token(), null));
    assertThat(first.token()).isNotEqualTo(claim.deliveries().getLast().token());
    assertThat(find(first)).isEqualTo(first);

    assertThat(ids(claim(9, NOW.plusMillis(6)).deliveries())).containsExactly("third");
    assertThat(claim(9, NOW.plusMillis(7)).deliveries()).isEmpty();
  }

  @Test
  void aClaimTellsWhenThereIsMore() {
    assertThat(claim(1, NOW).nextAt()).isNull();
    elapsed("a");
    elapsed("b");
    assertThat(claim(1, NOW.minusMillis(1)).nextAt()).isEqualTo(NOW);
    assertThat(claim(1, NOW).nextAt()).isBeforeOrEqualTo(NOW);
    assertThat(claim(1, NOW).nextAt()).as("the end of the leases").isEqualTo(END);
    assertThat(claim(1, NOW.plusSeconds(1))).isEqualTo(new Claim(List.of(), END));
    Delivery again = claimOne(END);
    settle(again, new Result.Retry(END.plusSeconds(2)), END);
    assertThat(claim(2, END).nextAt()).isEqualTo(END.plusSeconds(2));
  }

  @Test
  void aLeaseThatEndsIsGivenToTheNext() {
    elapsed("a");
    Delivery first = claimOne(NOW);
    assertThat(claim(1, END.minusMillis(1)).deliveries()).isEmpty();
    Delivery second = claimOne(END);
    assertThat(second.attempts()).isEqualTo(2);
    assertThat(second.token()).isNotEqualTo(first.token());

    assertThat(stale(settle(first, new Result.Delivered(), END))).isEqualTo(second);
    assertThat(stale(settle(first, new Result.Extended(END.plusSeconds(9)), END)))
        .isEqualTo(second);
    assertThat(find(second)).isEqualTo(second);
    assertThat(settled(settle(second, new Result.Delivered(), END)).state())
        .isEqualTo(DeliveryState.DELIVERED);
  }

  @Test
  void aLeaseThatHasEndedCountsUntilSomebodyElseClaims() {
    elapsed("a");
    Delivery leased = claimOne(NOW);
    Delivery delivered = settled(settle(leased, new Result.Delivered(), END.plusSeconds(1)));
    assertThat(delivered)
        .isEqualTo(
            new Delivery(
                leased.id(),
                leased.timer(),
                DeliveryState.DELIVERED,
                1,
                null,
                null,
                END.plusSeconds(1)));
    assertThat(find(leased)).isEqualTo(delivered);
    assertThat(stale(settle(leased, new Result.Delivered(), END))).isEqualTo(delivered);
    assertThat(claim(1, END.plusSeconds(1))).isEqualTo(new Claim(List.of(), null));
  }

  @Test
  void aLeaseIsExtended() {
    elapsed("a");
    Delivery leased = claimOne(NOW);
    Instant later = END.plusSeconds(30);
    Delivery extended = settled(settle(leased, new Result.Extended(later), NOW.plusSeconds(9)));
    assertThat(extended.availableAt()).isEqualTo(later);
    assertThat(extended.token()).isEqualTo(leased.token());
    assertThat(claim(1, later.minusMillis(1))).isEqualTo(new Claim(List.of(), later));
    assertThat(claimOne(later).attempts()).isEqualTo(2);
  }

  @Test
  void aLeaseThatIsGivenBackIsAvailableAtOnce() {
    elapsed("a");
    Delivery leased = claimOne(NOW);
    told.clear();
    settle(leased, new Result.Extended(NOW.plusMillis(1)), NOW.plusMillis(1));
    assertThat(told).containsExactly(Map.entry(LANE, NOW.plusMillis(1)));
    assertThat(claimOne(NOW.plusMillis(1)).attempts()).isEqualTo(2);
  }

  @Test
  void aFailedAttemptIsTriedAgainLater() {
    elapsed("a");
    Delivery leased = claimOne(NOW);
    told.clear();
    Instant later = NOW.plusSeconds(5);
    Delivery pending = settled(settle(leased, new Result.Retry(later), NOW.plusMillis(1)));
    assertThat(pending)
        .isEqualTo(
            new Delivery(leased.id(), leased.timer(), DeliveryState.PENDING, 1, later, null, null));
    assertThat(told).containsExactly(Map.entry(LANE, later));
    assertThat(stale(settle(leased, new Result.Delivered(), NOW))).isEqualTo(pending);
    assertThat(claim(1, later.minusMillis(1)).deliveries()).isEmpty();
    assertThat(claimOne(later).attempts()).isEqualTo(2);
  }

  @Test
  void severalAreSettledEachForItself() {
    elapsed("a");
    elapsed("b");
    List<Delivery> leased = claim(2, NOW).deliveries();
    Delivery a = leased.getFirst();
    Delivery b = leased.getLast();
    DeliveryId unknown = new DeliveryId(Namespace.DEFAULT, "unknown");
    List<Optional<Outcome>> outcomes =
        Blocking.get(
            store.settle(
                List.of(
                    settlement(a, new Result.Extended(END.plusSeconds(1)), null),
                    new Settlement(unknown, "token", new Result.Delivered(), null),
                    settlement(a, new Result.Delivered(), null),
                    new Settlement(b.id(), "token", new Result.Dead(), null),
                    settlement(a, new Result.Delivered(), null)),
                NOW));
    assertThat(settled(outcomes.get(0)).availableAt()).isEqualTo(END.plusSeconds(1));
    assertThat(outcomes.get(1)).isEmpty();
    assertThat(settled(outcomes.get(2)).state()).isEqualTo(DeliveryState.DELIVERED);
    assertThat(stale(outcomes.get(3))).isEqualTo(b);
    assertThat(stale(outcomes.get(4)).state()).isEqualTo(DeliveryState.DELIVERED);
    assertThat(Blocking.get(store.settle(List.of(), NOW))).isEmpty();
  }

  private static Attempt attempt(int number) {
    return switch (number % 3) {
      case 0 ->
          new Attempt(
              number, NOW, Duration.ofMillis(7), 503, "line\nbreak \"ü𝄞\" \\ \u0000", null);
      case 1 -> new Attempt(number, NOW.plusMillis(number), Duration.ZERO, null, null, "reset");
      default -> new Attempt(number, NOW, Duration.ofSeconds(99), 200, "", null);
    };
  }

  @Test
  void theLastAttemptsAreKept() {
    elapsed("a");
    DeliveryId id = claimOne(NOW).id();
    for (int number = 1; number <= 3; number++) {
      Delivery leased = claimOne(END.plus(LEASE.multipliedBy(number)));
      settle(leased, new Result.Extended(leased.availableAt()), NOW); // has no attempt
      settle(leased, new Result.Retry(NOW), attempt(number), NOW);
    }
    assertThat(Blocking.get(store.attempts(id)))
        .containsExactly(attempt(1), attempt(2), attempt(3));
    for (int number = 4; number <= 30; number++) {
      Delivery leased = claimOne(END.plus(LEASE.multipliedBy(number)));
      settle(leased, new Result.Retry(NOW), attempt(number), NOW);
    }
    assertThat(Blocking.get(store.attempts(id)))
        .isEqualTo(
            IntStream.rangeClosed(31 - Attempt.KEPT, 30)
                .mapToObj(DeliveryStoreContract::attempt)
                .toList());
    Delivery last = claimOne(END.plus(LEASE.multipliedBy(40)));
    settle(last, new Result.Dead(), attempt(31), NOW);
    assertThat(Blocking.get(store.attempts(id))).hasSize(Attempt.KEPT).endsWith(attempt(31));
    assertThat(Blocking.get(store.attempts(new DeliveryId(Namespace.DEFAULT, "x")))).isEmpty();
  }

  /** Deliveries with these timers: pending, pending later, leased, delivered, dead. */
  private Map<String, Delivery> oneOfEachState() {
    for (String id : List.of("delivered", "dead", "later", "leased", "pending")) {
      elapsed(id);
    }
    Map<String, Delivery> all = new HashMap<>();
    claim(9, NOW).deliveries().forEach(each -> all.put(each.timer().id().value(), each));
    all.computeIfPresent(
        "delivered", (_, each) -> settled(settle(each, new Result.Delivered(), NOW)));
    all.computeIfPresent(
        "dead", (_, each) -> settled(settle(each, new Result.Dead(), NOW.plusMillis(1))));
    all.computeIfPresent(
        "later", (_, each) -> settled(settle(each, new Result.Retry(END.plusSeconds(60)), NOW)));
    all.computeIfPresent("pending", (_, each) -> settled(settle(each, new Result.Retry(NOW), NOW)));
    assertThat(all).hasSize(5);
    told.clear();
    return all;
  }

  @Test
  void whatIsDeadOrWaitsIsTriedAgain() {
    Map<String, Delivery> all = oneOfEachState();
    List<DeliveryId> ids = all.values().stream().map(Delivery::id).toList();
    Instant now = NOW.plusSeconds(1);
    List<Delivery> changed = Blocking.get(store.retry(ids, now));
    assertThat(ids(changed)).containsExactlyInAnyOrder("dead", "later");
    assertThat(changed)
        .allSatisfy(
            each -> {
              assertThat(each)
                  .isEqualTo(
                      new Delivery(
                          each.id(), each.timer(), DeliveryState.PENDING, 1, now, null, null));
              assertThat(find(each)).isEqualTo(each);
            });
    assertThat(told).contains(Map.entry(LANE, now));
    assertThat(ids(claim(9, now).deliveries()))
        .containsExactlyInAnyOrder("pending", "dead", "later");
    assertThat(Blocking.get(store.retry(List.of(), now))).isEmpty();
  }

  @Test
  void aLaneIsGivenUp() {
    Map<String, Delivery> all = oneOfEachState();
    elapsed("elsewhere", NOW, OTHER.destination());
    assertThat(Blocking.get(store.kill(LANE, NOW, 1))).isEqualTo(1);
    assertThat(Blocking.get(store.kill(LANE, NOW, 9))).isEqualTo(1);
    assertThat(Blocking.get(store.kill(LANE, NOW, 9))).isZero();
    for (String id : List.of("pending", "later")) {
      Delivery delivery = all.getOrDefault(id, all.get("dead"));
      assertThat(find(delivery))
          .isEqualTo(
              new Delivery(
                  delivery.id(), delivery.timer(), DeliveryState.DEAD, 1, null, null, NOW));
    }
    assertThat(list(query(EnumSet.of(DeliveryState.LEASED)))).containsExactly("leased");
    assertThat(Blocking.get(store.kill(LANE, END, 9))).as("the lease has ended").isEqualTo(1);
    assertThat(Blocking.get(store.openLanes())).isEqualTo(Map.of(OTHER, NOW));
    assertThat(Blocking.get(store.depth(OTHER, 9))).isOne();
    assertThat(Blocking.get(store.depth(LANE, 9))).isZero();
  }

  @Test
  void theLanesThatAreOpenAreKnown() {
    assertThat(Blocking.get(store.openLanes())).isEmpty();
    oneOfEachState();
    elapsed("elsewhere", NOW.plusSeconds(5), OTHER.destination());
    Destination url = new Destination.Url("https://example.org/a?b=c");
    elapsed("url", NOW.plusSeconds(6), url);
    assertThat(Blocking.get(store.openLanes()))
        .isEqualTo(
            Map.of(
                LANE,
                NOW,
                OTHER,
                NOW.plusSeconds(5),
                new Lane(Namespace.DEFAULT, url),
                NOW.plusSeconds(6)));
  }

  @Test
  void theyAreCounted() {
    oneOfEachState();
    Map<DeliveryState, Long> counts = Blocking.get(store.counts());
    assertThat(counts.getOrDefault(DeliveryState.PENDING, 0L)).isEqualTo(2);
    assertThat(counts.getOrDefault(DeliveryState.LEASED, 0L)).isEqualTo(1);
    assertThat(counts.getOrDefault(DeliveryState.DEAD, 0L)).isEqualTo(1);
    assertThat(counts).doesNotContainKey(DeliveryState.DELIVERED);
  }

  @Test
  void theyAreCountedLaneByLane() {
    assertThat(nextOpen(null, 10)).isEmpty();
    oneOfEachState();
    elapsed("elsewhere", NOW.plusMillis(5), OTHER.destination());
    elapsed("last", NOW, new Destination.Queue("zebras"));
    OpenLane first = nextOpen(null, 10).orElseThrow();
    assertThat(first).isEqualTo(new OpenLane(LANE, 2, 1, first.firstAt()));
    OpenLane second = nextOpen(first.lane().destination(), 10).orElseThrow();
    Lane last = new Lane(Namespace.DEFAULT, new Destination.Queue("zebras"));
    assertThat(second).isEqualTo(new OpenLane(last, 1, 0, NOW));
    assertThat(nextOpen(second.lane().destination(), 10))
        .contains(new OpenLane(OTHER, 1, 0, NOW.plusMillis(5)));
    assertThat(nextOpen(OTHER.destination(), 10)).isEmpty();
    assertThat(nextOpen(null, 2).orElseThrow().open()).isEqualTo(2);
    assertThat(Blocking.get(store.nextOpen(new Namespace("another"), null, 10))).isEmpty();
  }

  private Optional<OpenLane> nextOpen(@Nullable Destination after, int limit) {
    return Blocking.get(store.nextOpen(Namespace.DEFAULT, after, limit));
  }

  @Test
  void theDeadAreCountedUpToALimit() {
    oneOfEachState();
    assertThat(Blocking.get(store.countDead(Namespace.DEFAULT, 10))).isEqualTo(1);
    elapsed("another", NOW, OTHER.destination());
    Blocking.get(store.kill(OTHER, NOW, 10));
    assertThat(Blocking.get(store.countDead(Namespace.DEFAULT, 10))).isEqualTo(2);
    assertThat(Blocking.get(store.countDead(Namespace.DEFAULT, 1))).isEqualTo(1);
    assertThat(Blocking.get(store.countDead(new Namespace("another"), 10))).isZero();
  }

  private static DeliveryQuery query(Set<DeliveryState> states) {
    return new DeliveryQuery(Namespace.DEFAULT, states, null, null, null, 100);
  }

  /** A whole list, page by page. */
  private List<String> list(DeliveryQuery query) {
    List<Delivery> listed = new ArrayList<>();
    DeliveryQuery next = query;
    while (true) {
      DeliveryQuery.Page page = Blocking.get(store.list(next));
      assertThat(page.deliveries()).hasSizeLessThanOrEqualTo(query.limit());
      listed.addAll(page.deliveries());
      if (page.next() == null) {
        break;
      }
      next = next.after(page.next());
    }
    Comparator<Delivery> order = Comparator.comparing(delivery -> delivery.id().value());
    assertThat(listed)
        .isSortedAccordingTo(query.order() == ListOrder.ASCENDING ? order : order.reversed());
    return ids(listed);
  }

  @Test
  void theyAreListedByState() {
    oneOfEachState();
    elapsed("elsewhere", NOW, OTHER.destination());
    Map<DeliveryState, List<String>> expected =
        Map.of(
            DeliveryState.PENDING, List.of("pending", "later", "elsewhere"),
            DeliveryState.LEASED, List.of("leased"),
            DeliveryState.DELIVERED, List.of("delivered"),
            DeliveryState.DEAD, List.of("dead"));
    List<DeliveryState> inOrder = List.copyOf(ALL);
    for (int bits = 1; bits < 1 << inOrder.size(); bits++) {
      Set<DeliveryState> states = EnumSet.noneOf(DeliveryState.class);
      for (int i = 0; i < inOrder.size(); i++) {
        if ((bits & 1 << i) != 0) {
          states.add(inOrder.get(i));
        }
      }
      List<String> wanted =
          states.stream().flatMap(each -> expected.getOrDefault(each, List.of()).stream()).toList();
      assertThat(list(query(states))).as("" + states).containsExactlyInAnyOrderElementsOf(wanted);
    }
    Namespace another = new Namespace("another");
    assertThat(list(new DeliveryQuery(another, ALL, null, null, null, 10))).isEmpty();
  }

  @Test
  void theyAreListedByDestinationAndTime() {
    for (int i = 0; i < 20; i++) {
      elapsed("queue" + i, NOW.plusMillis(i), QUEUE);
      elapsed("endpoint" + i, NOW.plusMillis(i), OTHER.destination());
    }
    DeliveryQuery small = new DeliveryQuery(Namespace.DEFAULT, ALL, null, null, null, 3);
    assertThat(list(small)).hasSize(40);
    DeliveryQuery late =
        new DeliveryQuery(Namespace.DEFAULT, ALL, QUEUE, NOW.plusMillis(17), null, 3);
    assertThat(list(late)).containsExactly("queue17", "queue18", "queue19");
    DeliveryQuery later =
        new DeliveryQuery(
            Namespace.DEFAULT,
            EnumSet.of(DeliveryState.PENDING),
            QUEUE,
            NOW.plusMillis(17).plusNanos(1),
            null,
            3);
    assertThat(list(later)).containsExactly("queue18", "queue19");
  }

  @Test
  void theyAreListedFromTheLastOneOnAndByTheBeginningsOfTheirIds() {
    for (int i = 0; i < 20; i++) {
      elapsed("queue" + i, NOW.plusMillis(i), QUEUE);
    }
    List<String> all = list(new DeliveryQuery(Namespace.DEFAULT, ALL, null, null, null, 3));
    DeliveryQuery last =
        new DeliveryQuery(Namespace.DEFAULT, ALL, null, null, "", ListOrder.DESCENDING, null, 3);
    assertThat(list(last)).isEqualTo(all.reversed());
    DeliveryQuery since =
        new DeliveryQuery(
            Namespace.DEFAULT, ALL, QUEUE, NOW.plusMillis(17), "", ListOrder.DESCENDING, null, 1);
    assertThat(list(since)).containsExactly("queue19", "queue18", "queue17");
    for (ListOrder order : ListOrder.values()) {
      for (Delivery each : Blocking.get(store.list(last.after(null))).deliveries()) {
        String prefix = each.id().value().substring(0, 30);
        DeliveryQuery begins =
            new DeliveryQuery(Namespace.DEFAULT, ALL, null, null, prefix, order, null, 2);
        assertThat(list(begins)).contains(each.timer().id().value()).hasSizeLessThan(3);
      }
    }
  }

  @Test
  void oldOnesAreForgotten() {
    Map<String, Delivery> all = oneOfEachState();
    Instant delivered = NOW;
    Instant dead = NOW.plusMillis(1);
    assertThat(Blocking.get(store.purge(delivered, dead, 9))).as("before is not at").isZero();
    assertThat(Blocking.get(store.purge(delivered.plusMillis(1), dead, 9))).isEqualTo(1);
    assertThat(list(query(ALL))).containsExactlyInAnyOrder("dead", "later", "leased", "pending");
    assertThat(Blocking.get(store.purge(dead, dead.plusMillis(1), 1))).isEqualTo(1);
    assertThat(Blocking.get(store.purge(END, END, 9))).isZero();
    assertThat(list(query(ALL))).containsExactlyInAnyOrder("later", "leased", "pending");
    assertThat(all).containsKey("pending");
  }

  /** Of many who claim at once, each delivery goes to one. */
  @Test
  void ofManyAtOnceOneGetsIt() throws InterruptedException {
    int count = 200;
    for (int i = 0; i < count; i++) {
      elapsed("timer" + i);
    }
    Queue<Delivery> got = new ConcurrentLinkedQueue<>();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      int max = i + 1;
      threads.add(Thread.ofPlatform().start(() -> claimAll(max, got)));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(got).hasSize(count);
    assertThat(got).extracting(Delivery::id).doesNotHaveDuplicates();
    assertThat(got).extracting(Delivery::token).doesNotHaveDuplicates();
    assertThat(list(query(EnumSet.of(DeliveryState.DELIVERED)))).hasSize(count);
  }

  private void claimAll(int max, Queue<Delivery> got) {
    Duration lease = LEASE.plusSeconds(max % 3);
    while (true) {
      List<Delivery> claimed = Blocking.get(store.claim(LANE, max, lease, NOW)).deliveries();
      if (claimed.isEmpty()) {
        return;
      }
      got.addAll(claimed);
      List<Settlement> settlements =
          claimed.stream().map(each -> settlement(each, new Result.Delivered(), null)).toList();
      Blocking.get(store.settle(settlements, NOW)).forEach(DeliveryStoreContract::settled);
    }
  }
}
