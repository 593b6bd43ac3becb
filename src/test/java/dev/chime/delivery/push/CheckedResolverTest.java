package dev.chime.delivery.push;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.eclipse.jetty.util.Promise;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Look-ups that are slow, and which threads they hold. */
@Timeout(60)
class CheckedResolverTest {

  private static final InetAddress ADDRESS = InetAddress.ofLiteral("1.2.3.4");

  private static CompletableFuture<List<InetSocketAddress>> resolve(
      CheckedResolver resolver, String host) {
    Promise.Completable<List<InetSocketAddress>> promise = new Promise.Completable<>();
    resolver.resolve(host, 443, Map.of(), promise);
    return promise;
  }

  @Test
  void aNameIsLookedUpOnceAtATimeAndHoldsUpNoOther() throws InterruptedException {
    CountDownLatch answer = new CountDownLatch(1);
    AtomicInteger silent = new AtomicInteger();
    CheckedResolver.Lookup lookup =
        host -> {
          if (host.equals("silent.example")) {
            silent.incrementAndGet();
            awaitAnswer(answer);
          }
          return new InetAddress[] {ADDRESS};
        };
    try (CheckedResolver resolver = new CheckedResolver(new AddressRules(List.of()), lookup)) {
      List<CompletableFuture<List<InetSocketAddress>>> waiting =
          Stream.generate(() -> resolve(resolver, "silent.example")).limit(1_000).toList();
      assertThat(resolve(resolver, "other.example").join())
          .containsExactly(new InetSocketAddress(ADDRESS, 443));
      assertThat(waiting).noneMatch(CompletableFuture::isDone);
      answer.countDown();
      waiting.forEach(each -> assertThat(each.join()).hasSize(1));
      assertThat(silent).hasValue(1);
      assertThat(resolve(resolver, "silent.example").join()).hasSize(1);
      assertThat(silent).hasValue(2); // an answer serves those who wait for it only
    }
  }

  private static void awaitAnswer(CountDownLatch answer) throws UnknownHostException {
    try {
      answer.await();
    } catch (InterruptedException e) {
      throw new UnknownHostException("interrupted");
    }
  }

  /** The system's look-up blocks the carrier of a virtual thread, and all others wait then. */
  @Test
  void noVirtualThreadLooksUp() {
    CompletableFuture<Boolean> isVirtual = new CompletableFuture<>();
    CheckedResolver.Lookup lookup =
        host -> {
          isVirtual.complete(Thread.currentThread().isVirtual());
          return new InetAddress[] {ADDRESS};
        };
    try (CheckedResolver resolver = new CheckedResolver(new AddressRules(List.of()), lookup)) {
      resolve(resolver, "a.example").join();
      assertThat(isVirtual.join()).isFalse();
    }
  }

  @Test
  void aClosedOneAnswersWithAFailure() {
    CheckedResolver resolver =
        new CheckedResolver(new AddressRules(List.of()), host -> new InetAddress[] {ADDRESS});
    resolver.close();
    assertThat(resolve(resolver, "a.example")).isCompletedExceptionally();
  }
}
