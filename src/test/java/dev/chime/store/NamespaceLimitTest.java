package dev.chime.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.chime.delivery.Delivery;
import dev.chime.delivery.DeliveryStore;
import dev.chime.delivery.Lane;
import dev.chime.delivery.Settlement;
import dev.chime.timer.Blocking;
import dev.chime.timer.Creation;
import dev.chime.timer.Destination;
import dev.chime.timer.Due;
import dev.chime.timer.IdempotencyKey;
import dev.chime.timer.Namespace;
import dev.chime.timer.Precondition;
import dev.chime.timer.Timer;
import dev.chime.timer.TimerDraft;
import dev.chime.timer.TimerId;
import dev.chime.timer.TooManyTimersException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A namespace never has more pending timers than its limit. */
@Timeout(60)
class NamespaceLimitTest {

  private static final Instant NOW = TimerStoreContract.NOW;
  private static final Instant BEFORE = TimerStoreContract.BEFORE;
  private static final Namespace SMALL = new Namespace("small");
  private static final Namespace LARGE = new Namespace("large");
  private static final int MOST = 100;
  private static final int THREADS = 8;

  @TempDir private Path folder;
  private JdbcTimerStore store;

  @BeforeEach
  void open() {
    StoreLimits limits =
        new StoreLimits(
            16_384,
            Long.MAX_VALUE,
            namespace -> namespace.equals(SMALL) ? MOST : Long.MAX_VALUE,
            0);
    store = JdbcTimerStore.open(folder, limits, Stores.SILENT, Stores.UNHEARD);
  }

  @AfterEach
  void close() {
    store.close();
  }

  private static Timer timer(Namespace namespace, String id) {
    return Timer.create(
        new TimerId(namespace, id), new TimerDraft(new Due.At(NOW), null, null, Map.of()), NOW);
  }

  private Creation create(Namespace namespace, String id) {
    return Blocking.get(store.create(timer(namespace, id), null));
  }

  private void fill() {
    for (int i = 0; i < MOST; i++) {
      create(SMALL, "timer-" + i);
    }
  }

  /** Somebody has to take them. */
  @Test
  void openDeliveriesCountToo() {
    Lane lane = new Lane(SMALL, new Destination.Queue("q"));
    for (int i = 0; i < MOST; i++) {
      Timer timer =
          Timer.create(
              new TimerId(SMALL, "timer-" + i),
              new TimerDraft(new Due.At(NOW), null, null, Map.of(), lane.destination()),
              NOW);
      Blocking.get(store.create(timer, null));
    }
    Blocking.get(store.sweep(NOW, NOW, 2 * MOST));
    AtomicInteger more = new AtomicInteger();
    await() // they are counted once a second
        .untilAsserted(
            () ->
                assertThatExceptionOfType(TooManyTimersException.class)
                    .isThrownBy(() -> create(SMALL, "more-" + more.incrementAndGet()))
                    .matches(e -> e.limit() == MOST && SMALL.equals(e.namespace())));
    create(LARGE, "another");
    DeliveryStore deliveries = store.deliveries();
    List<Delivery> leased =
        Blocking.get(deliveries.claim(lane, MOST, Duration.ofSeconds(9), NOW)).deliveries();
    List<Settlement> settlements =
        leased.stream()
            .map(
                each ->
                    new Settlement(
                        each.id(),
                        String.valueOf(each.token()),
                        new Settlement.Result.Delivered(),
                        null))
            .toList();
    Blocking.get(deliveries.settle(settlements, NOW));
    await()
        .ignoreException(TooManyTimersException.class)
        .until(() -> create(SMALL, "one-more") instanceof Creation.Created);
  }

  private void assertFull() {
    assertThatExceptionOfType(TooManyTimersException.class)
        .isThrownBy(() -> create(SMALL, "one-more"))
        .matches(e -> e.limit() == MOST && SMALL.equals(e.namespace()));
    assertThatExceptionOfType(TooManyTimersException.class)
        .isThrownBy(() -> Blocking.get(store.put(timer(SMALL, "one-more"), "fingerprint")));
    assertThat(Blocking.get(store.find(new TimerId(SMALL, "one-more")))).isEmpty();
  }

  @Test
  void itIsExactUnderManyThreadsAndOthersDoNotNotice() throws InterruptedException {
    AtomicInteger refused = new AtomicInteger();
    ConcurrentLinkedQueue<TimerId> created = new ConcurrentLinkedQueue<>();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      String name = "thread-" + i + "-";
      threads.add(
          Thread.ofVirtual()
              .start(
                  () -> {
                    for (int j = 0; j < MOST; j++) {
                      create(LARGE, name + j);
                      try {
                        Timer timer = timer(SMALL, name + j);
                        Blocking.get(
                            j % 2 == 0
                                ? store.create(timer, null)
                                : store.put(timer, "fingerprint"));
                        created.add(timer.id());
                      } catch (TooManyTimersException e) {
                        refused.incrementAndGet();
                      }
                    }
                  }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(created).hasSize(MOST);
    assertThat(refused).hasValue((THREADS - 1) * MOST);
    assertThat(store.figures().storedTimers().pending()).isEqualTo(MOST + THREADS * MOST);
    assertThat(created).allMatch(id -> Blocking.get(store.find(id)).isPresent());
  }

  @Test
  void eachOutcomeGivesRoomForOneMore() {
    fill();
    assertFull();
    Blocking.get(store.cancel(new TimerId(SMALL, "timer-1"), Precondition.NONE, BEFORE));
    create(SMALL, "after-the-cancel");
    assertFull();
    Blocking.get(store.elapse(new TimerId(SMALL, "timer-2"), NOW));
    create(SMALL, "after-the-elapse");
    assertFull();
    Blocking.get(store.cancel(new TimerId(SMALL, "timer-1"), Precondition.NONE, BEFORE)); // again
    assertFull();
  }

  @Test
  void itHoldsAfterARestart() {
    fill();
    store.close();
    open();
    assertFull();
  }

  @Test
  void whatIsThereAlreadyIsNotRefused() {
    IdempotencyKey key = new IdempotencyKey(SMALL, "key", "body");
    Timer mine = timer(SMALL, "mine");
    Timer first = timer(SMALL, "first");
    Blocking.get(store.put(mine, "fingerprint"));
    Blocking.get(store.create(first, key));
    for (int i = 2; i < MOST; i++) {
      create(SMALL, "timer-" + i);
    }
    assertFull();
    assertThat(Blocking.get(store.put(mine, "fingerprint"))).isEqualTo(new Creation.Repeated(mine));
    assertThat(Blocking.get(store.create(timer(SMALL, "second"), key)))
        .isEqualTo(new Creation.Replayed(first));
  }
}
