package dev.chime.async;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One consumer registers and looks, others produce and wake: nothing is missed. */
@Timeout(60)
class AtomicWakerRaceTest {

  private static final int ROUNDS = 50_000;

  /** What is produced is not volatile: that a look finds it is the waker's doing. */
  private static final class Product {
    final AtomicWaker place = new AtomicWaker();
    boolean there;
  }

  private static List<Product> products() {
    return IntStream.range(0, ROUNDS).mapToObj(i -> new Product()).toList();
  }

  /** Has two threads do something with each product, both with the same one at the same time. */
  private static void race(List<Product> products, Consumer<Product> one, Consumer<Product> another)
      throws InterruptedException {
    AtomicInteger arrived = new AtomicInteger();
    Thread other = Thread.ofPlatform().start(() -> inStep(arrived, products, another));
    inStep(arrived, products, one);
    other.join();
  }

  @SuppressWarnings("ThreadPriorityCheck") // nothing but speed depends on it
  private static void inStep(
      AtomicInteger arrived, List<Product> products, Consumer<Product> action) {
    int both = 0;
    for (Product product : products) {
      both += 2;
      arrived.incrementAndGet();
      for (int spins = 0; arrived.get() < both; spins++) {
        if (spins < 1_000) {
          Thread.onSpinWait();
        } else {
          Thread.yield(); // there may be one processor only
        }
      }
      action.accept(product);
    }
  }

  private static void produce(Product product) {
    product.there = true;
    product.place.wake();
  }

  @Test
  void aLookThatMissesTheProductIsFollowedByAWake() throws InterruptedException {
    List<CountingWaker> missed = new ArrayList<>();
    race(
        products(),
        product -> {
          CountingWaker latest = new CountingWaker();
          product.place.register(new CountingWaker());
          product.place.register(latest);
          if (!product.there) {
            missed.add(latest);
          }
        },
        AtomicWakerRaceTest::produce);

    assertThat(missed).allSatisfy(waker -> assertThat(waker.wakes()).isOne());
  }

  @Test
  void ofTwoWakesOneCallsTheWaker() throws InterruptedException {
    List<Product> products = products();
    AtomicInteger calls = new AtomicInteger();
    products.forEach(product -> product.place.register(calls::incrementAndGet));
    race(products, AtomicWakerRaceTest::produce, AtomicWakerRaceTest::produce);

    assertThat(calls).hasValue(ROUNDS);
  }

  @Test
  void aTaskHearsOfAllThatSeveralProducersCount() throws InterruptedException {
    int producers = 3;
    AtomicInteger produced = new AtomicInteger();
    AtomicWaker place = new AtomicWaker();
    try (Executor executor = Executor.builder().build();
        Spawner spawner = executor.spawner()) {
      executor.start();
      JoinHandle<Integer> seen =
          spawner.spawn(
              context -> {
                place.register(context.waker());
                int count = produced.get();
                return count == producers * ROUNDS ? Poll.ready(count) : Poll.pending();
              });
      for (int i = 0; i < producers; i++) {
        Thread.ofPlatform()
            .start(
                () -> {
                  for (int n = 0; n < ROUNDS; n++) {
                    produced.incrementAndGet();
                    place.wake();
                  }
                });
      }

      assertThat(Executor.blockOn(seen)).isEqualTo(producers * ROUNDS);
    }
  }
}
