package dev.chime.timer.service;

import dev.chime.async.Future;
import dev.chime.timer.Namespace;
import dev.chime.timer.TestClockStore;
import dev.chime.timer.TestClocks;
import java.time.Instant;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The time by which each namespace goes: that of the service, or that of its test clock.
 * Thread-safe.
 */
public final class NamespaceClocks {

  private final ServiceClock service;
  private final @Nullable TestClockStore store;
  private final TestClocks tests;

  private NamespaceClocks(ServiceClock service, @Nullable TestClockStore store, TestClocks tests) {
    this.service = service;
    this.store = store;
    this.tests = tests;
  }

  /** All namespaces go by the clock of the service. */
  public static NamespaceClocks of(ServiceClock service) {
    return new NamespaceClocks(service, null, new TestClocks());
  }

  /** Those go by the clock of the service that have no test clock in a store. */
  public static NamespaceClocks of(ServiceClock service, TestClockStore store) {
    return new NamespaceClocks(service, store, store.known());
  }

  /** The clock of the service. */
  public ServiceClock service() {
    return service;
  }

  /**
   * The store of test clocks.
   *
   * @return null if there is none
   */
  @Nullable TestClockStore store() {
    return store;
  }

  /** The test clocks, as far as this process knows them. */
  public TestClocks tests() {
    return tests;
  }

  /** Whether a namespace goes by a test clock. */
  public boolean isTest(Namespace namespace) {
    return tests.isTest(namespace);
  }

  /** The time, as far as this process knows it: another one may have turned a test clock. */
  public Instant now(Namespace namespace) {
    return tests.now(namespace, service.instant());
  }

  /** Does something at the time by which a namespace goes now, in any process. */
  public <R> Future<R> at(Namespace namespace, Function<Instant, Future<R>> action) {
    TestClockStore clocks = store;
    return clocks == null || !isTest(namespace)
        ? action.apply(service.instant())
        : clocks.readAll().then(_ -> action.apply(now(namespace)));
  }
}
