package dev.chime.delivery.push;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.util.Promise;
import org.eclipse.jetty.util.SocketAddressResolver;

/**
 * Resolves names to addresses that may be called. The client connects to these very addresses, so a
 * name that is resolved to something else a moment later gains nothing. A name with one address
 * that is refused is refused. Thread-safe.
 *
 * <p>A look-up blocks its thread, in the system's library. A virtual thread would block the thread
 * that carries it and, with it, requests to the API. So this has threads of its own. A name is
 * looked up once at a time: one whose servers are silent takes one of them.
 */
final class CheckedResolver implements SocketAddressResolver, AutoCloseable {

  /** Looks a name up; tests have one of their own. */
  @FunctionalInterface
  interface Lookup {
    InetAddress[] all(String host) throws UnknownHostException;
  }

  private static final int THREADS = 64;
  private static final int IDLE_SECONDS = 10;

  private final AddressRules rules;
  private final Lookup lookup;
  private final ThreadPoolExecutor threads;

  /** The look-ups under way, by host. */
  private final ConcurrentMap<String, CompletableFuture<List<InetAddress>>> running =
      new ConcurrentHashMap<>();

  CheckedResolver(AddressRules rules, Lookup lookup) {
    this.rules = rules;
    this.lookup = lookup;
    threads =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(), // calls are limited, and so are those that wait here
            Thread.ofPlatform().daemon().name("chime-resolver-", 0).factory());
    threads.allowCoreThreadTimeOut(true);
  }

  @Override
  public void resolve(
      String host,
      int port,
      Map<String, Object> context,
      Promise<List<InetSocketAddress>> promise) {
    CompletableFuture<List<InetAddress>> mine = new CompletableFuture<>();
    CompletableFuture<List<InetAddress>> other = running.putIfAbsent(host, mine);
    var _ =
        (other == null ? mine : other)
            .whenComplete(
                (addresses, failure) -> {
                  if (failure == null) {
                    promise.succeeded(withPort(addresses, port));
                  } else {
                    promise.failed(failure);
                  }
                });
    if (other == null) {
      begin(host, mine);
    }
  }

  private void begin(String host, CompletableFuture<List<InetAddress>> answer) {
    try {
      threads.execute(() -> answer(host, answer));
    } catch (RuntimeException e) { // it is closed
      running.remove(host);
      answer.completeExceptionally(e);
    }
  }

  private void answer(String host, CompletableFuture<List<InetAddress>> answer) {
    List<InetAddress> addresses;
    try {
      addresses = resolve(host);
    } catch (UnknownHostException | RefusedAddressException | RuntimeException e) {
      running.remove(host);
      answer.completeExceptionally(e);
      return;
    }
    running.remove(host); // before anybody hears: who asks from now on gets a new answer
    answer.complete(addresses);
  }

  private List<InetAddress> resolve(String host)
      throws UnknownHostException, RefusedAddressException {
    List<InetAddress> addresses = List.of(lookup.all(host));
    if (!addresses.stream().allMatch(address -> rules.admit(host, address))) {
      throw new RefusedAddressException(host);
    }
    return addresses;
  }

  private static List<InetSocketAddress> withPort(List<InetAddress> addresses, int port) {
    return addresses.stream().map(address -> new InetSocketAddress(address, port)).toList();
  }

  /** Looks up nothing any more. Idempotent. */
  @Override
  public void close() {
    threads.shutdownNow();
  }
}
