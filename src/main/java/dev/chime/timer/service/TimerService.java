package dev.chime.timer.service;

import dev.chime.async.Future;
import dev.chime.async.RejectedSpawnException;
import dev.chime.async.Spawner;
import dev.chime.async.time.TimerDriver;
import dev.chime.timer.Amendment;
import dev.chime.timer.BeyondHorizonException;
import dev.chime.timer.Creation;
import dev.chime.timer.Decision;
import dev.chime.timer.Due;
import dev.chime.timer.IdempotencyKey;
import dev.chime.timer.Millis;
import dev.chime.timer.Namespace;
import dev.chime.timer.Precondition;
import dev.chime.timer.StoreException;
import dev.chime.timer.Timer;
import dev.chime.timer.TimerDraft;
import dev.chime.timer.TimerId;
import dev.chime.timer.TimerQuery;
import dev.chime.timer.TimerState;
import dev.chime.timer.TimerStore;
import dev.chime.timer.TooManyTimersException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The service: create, find, wait for, change and cancel timers. Thread-safe. The futures are lazy
 * and may be polled by any thread, unless they say otherwise. They throw {@link StoreException} if
 * the store fails, and {@link RejectedSpawnException} if the executor has no room.
 */
public final class TimerService implements AutoCloseable {

  private static final Logger LOG = System.getLogger(TimerService.class.getName());

  private final NamespaceClocks clocks;
  private final TimerStore store;
  private final TimerListener listener;
  private final Spawner spawner;
  private final TimerDriver driver;
  private final Function<Namespace, TimerId> ids;
  private final TimerEvents events;
  final LiveTimers live;
  private final WaiterRegistry waiters;
  private final SingleFlight singleFlight;
  private final BackgroundTasks background;
  private final StoreChanges storeChanges;

  /**
   * A service that is not yet started.
   *
   * @param clocks decide when timers are due
   * @param spawner a spawner of the executor whose shards {@code driver} is attached to
   * @param events the changes that {@code store} tells
   * @param limits how many clients may wait
   * @param ids makes a new id with each call
   */
  public TimerService(
      NamespaceClocks clocks,
      TimerDriver driver,
      Spawner spawner,
      TimerStore store,
      TimerListener listener,
      TimerEvents events,
      WaiterLimits limits,
      Function<Namespace, TimerId> ids) {
    this.clocks = clocks;
    this.store = store;
    this.listener = listener;
    this.spawner = spawner;
    this.driver = driver;
    this.ids = ids;
    this.events = events;
    this.waiters = new WaiterRegistry(limits);
    this.singleFlight = new SingleFlight(driver, waiters);
    this.live = new LiveTimers(clocks, driver, store, listener, spawner);
    this.background = new BackgroundTasks(live, spawner);
    this.storeChanges = new StoreChanges(live, listener);
  }

  /**
   * Elapses all timers that came due while no service was running, then starts the tasks in the
   * background. To be called once, before the first request. A service that is not started arms
   * every timer that it creates, and no other.
   *
   * @param cluster the listener of the store; null if no other process shares the store
   * @return how many timers had come due
   * @throws StoreException if the store cannot be read
   */
  public int start(ServiceSettings settings, @Nullable ClusterNews cluster)
      throws InterruptedException {
    int recovered = background.start(settings, cluster);
    if (recovered > 0) {
      LOG.log(Level.INFO, recovered + " timers came due since the last run, and have now elapsed");
    }
    return recovered;
  }

  /**
   * Creates a timer with a new id; a delay counts from this call. The future may throw {@link
   * TooManyTimersException}.
   *
   * @throws BeyondHorizonException if the deadline is too far away
   */
  public Future<Creation> create(Namespace namespace, TimerDraft draft) {
    return clocks.at(
        namespace,
        now -> {
          Timer timer = Timer.create(ids.apply(namespace), draft, now);
          return storing(timer, () -> store.create(timer, null));
        });
  }

  /**
   * The same, once for all requests with the same key.
   *
   * @param wait how long to wait for another request with the same key that is in flight
   */
  public Future<Creation> create(TimerDraft draft, IdempotencyKey key, Duration wait) {
    return clocks.at(
        key.namespace(),
        now -> {
          Timer timer = Timer.create(ids.apply(key.namespace()), draft, now);
          return singleFlight.create(key, storing(timer, () -> store.create(timer, key)), wait);
        });
  }

  /**
   * Creates a timer with this id unless there is one; a delay counts from this call. The future may
   * throw {@link TooManyTimersException}.
   *
   * @param fingerprint equal for equal requests, different for different ones
   * @throws BeyondHorizonException if the deadline is too far away
   */
  public Future<Creation> put(TimerId id, TimerDraft draft, String fingerprint) {
    return clocks.at(
        id.namespace(),
        now -> {
          Timer timer = Timer.create(id, draft, now);
          return storing(timer, () -> store.put(timer, fingerprint)).then(this::decidedIfDue);
        });
  }

  private Future<Creation> decidedIfDue(Creation creation) {
    return creation instanceof Creation.Repeated(Timer timer) && live.isOverdue(timer)
        ? live.decide(timer).map(Creation.Repeated::new)
        : Future.ready(creation);
  }

  private Future<Creation> storing(Timer timer, Supplier<Future<Creation>> asked) {
    return new StoreAndArm<>(live, timer.id(), timer.deadline(), asked, this::created);
  }

  private @Nullable Timer created(Creation creation) {
    if (creation instanceof Creation.Created(Timer timer)) {
      listener.created(timer);
      return timer;
    }
    return null;
  }

  /** The timer as it stands now; empty if there is none with this id. */
  public Future<Optional<Timer>> find(TimerId id) {
    return clocks.at(id.namespace(), _ -> live.find(id));
  }

  /** A page of timers. */
  public Future<TimerQuery.Page> list(TimerQuery query) {
    return clocks
        .at(query.namespace(), _ -> store.list(query))
        .then(
            page ->
                page.timers().stream().anyMatch(live::isOverdue)
                    ? decided(page, query)
                    : Future.ready(page));
  }

  /** A page whose overdue timers have got their outcomes, and may not belong to the list then. */
  private Future<TimerQuery.Page> decided(TimerQuery.Page page, TimerQuery query) {
    List<Future<Timer>> timers =
        page.timers().stream()
            .map(timer -> live.isOverdue(timer) ? live.decide(timer) : Future.ready(timer))
            .toList();
    return Future.joinAll(timers)
        .map(all -> new TimerQuery.Page(all.stream().filter(query::admits).toList(), page.next()));
  }

  /**
   * Counts pending timers with deadlines from {@code from} (included) to {@code until} (excluded),
   * up to a limit.
   */
  public Future<Integer> countPending(Namespace namespace, Instant from, Instant until, int limit) {
    return store.countPending(namespace, from, until, limit);
  }

  /** How many timers of a namespace are in each state. */
  public Future<Map<TimerState, Long>> counts(Namespace namespace) {
    return clocks.at(namespace, _ -> store.counts(namespace));
  }

  /**
   * Waits until the timer has its outcome or, given the version that the caller has seen, until it
   * has a later one. When {@code wait} is over, ready with the timer as it stands then. Empty if
   * there is none with this id.
   *
   * <p>Takes the place of a waiter at once, and keeps it until the future ends.
   *
   * @param seenVersion null to wait for the outcome
   * @return a future that must be spawned with the {@linkplain #affinity affinity} of the id, or
   *     else dropped
   * @throws TooManyWaitersException if there is no place
   */
  public Future<Optional<Timer>> await(TimerId id, @Nullable Long seenVersion, Duration wait) {
    return waiters.admit(id.namespace(), waiting(id, seenVersion, wait));
  }

  private Future<Optional<Timer>> waiting(TimerId id, @Nullable Long seenVersion, Duration wait) {
    return Future.lazy(() -> new Wait(live, waiters, id, seenVersion, wait));
  }

  /**
   * Waits for one or all of several timers of one namespace. Ready with all of them as they stand
   * then, in the same order. Takes one place, as {@link #await} does.
   *
   * @return a future that may be spawned with any affinity, or else must be dropped; it spawns a
   *     task for each timer
   * @throws TooManyWaitersException if there is no place
   */
  public Future<List<Optional<Timer>>> awaitSeveral(
      List<TimerId> several, WaitMode mode, Duration wait) {
    return waiters.admit(
        several.getFirst().namespace(),
        new WaitForSeveral(
                several, mode, id -> spawner.spawn(affinity(id), waiting(id, null, wait)))
            .then(done -> Future.joinAll(several.stream().map(live::find).toList())));
  }

  /** The affinity of all tasks for one timer: they run on the same shard. */
  public static int affinity(TimerId id) {
    return LiveTimers.affinity(id);
  }

  /**
   * Follows the changes of timers in the order in which they happen. Takes the place of a waiter
   * until the subscription is closed.
   *
   * @param namespace the namespace of the timers
   * @param wanted selects the timers
   * @param last where to continue; null to begin now
   * @throws TooManyWaitersException if there is no place
   */
  public EventSubscription subscribe(
      Namespace namespace, Predicate<Timer> wanted, EventSubscription.@Nullable Offset last) {
    Predicate<Timer> own = timer -> timer.id().namespace().equals(namespace);
    return new EventSubscription(
        events, waiters, waiters.take(namespace), spawner, driver, own.and(wanted), last);
  }

  /**
   * Cancels the timer unless it has an outcome or does not meet the precondition. Empty if there is
   * none with this id.
   */
  public Future<Optional<Decision>> cancel(TimerId id, Precondition precondition) {
    return Future.lazy(
            () ->
                clocks.at(id.namespace(), now -> store.cancel(id, precondition, Millis.floor(now))))
        .map(decision -> decision.map(this::cancelled))
        .then(decision -> withOutcomeIfDue(decision, () -> cancel(id, precondition)));
  }

  /**
   * What comes too late to change a timer is answered with the timer's outcome.
   *
   * @param again asks once more, if the timer has been rescheduled meanwhile
   */
  private Future<Optional<Decision>> withOutcomeIfDue(
      Optional<Decision> decision, Supplier<Future<Optional<Decision>>> again) {
    return decision.orElse(null) instanceof Decision.Unchanged(Timer timer) && timer.isPending()
        ? live.decide(timer)
            .then(
                decided ->
                    decided.isPending()
                        ? again.get()
                        : Future.ready(Optional.of(new Decision.Unchanged(decided))))
        : Future.ready(decision);
  }

  private Decision cancelled(Decision decision) {
    if (decision instanceof Decision.Changed(Timer timer)) {
      storeChanges.cancelled(timer);
    } else {
      live.announce(decision.timer());
    }
    return decision;
  }

  /** Cancels the pending timers of a list. Ready with their number. */
  public Future<Integer> cancelAll(TimerQuery query) {
    return clocks.at(
        query.namespace(),
        now -> new CancelAll(store, id -> cancel(id, Precondition.NONE), query.from(null), now));
  }

  /**
   * Changes the timer unless it has an outcome or does not meet the precondition; a new delay
   * counts from this call. Waiters keep waiting, for the new deadline. Empty if there is none with
   * this id.
   *
   * @throws BeyondHorizonException if the new deadline is too far away
   */
  public Future<Optional<Decision>> amend(
      TimerId id, Amendment amendment, Precondition precondition) {
    return clocks.at(id.namespace(), now -> amend(id, amendment, precondition, now));
  }

  private Future<Optional<Decision>> amend(
      TimerId id, Amendment amendment, Precondition precondition, Instant now) {
    Due due = amendment.due();
    Instant deadline = due == null ? Instant.MAX : due.deadline(now);
    return new StoreAndArm<Optional<Decision>>(
            live,
            id,
            deadline,
            () -> store.amend(id, amendment, precondition, now),
            decision -> decision.map(this::amended).orElse(null))
        .then(decision -> withOutcomeIfDue(decision, () -> amend(id, amendment, precondition)));
  }

  private @Nullable Timer amended(Decision decision) {
    if (decision instanceof Decision.Changed(Timer timer)) {
      listener.amended(timer);
      return timer;
    }
    live.announce(decision.timer());
    return null;
  }

  /** Takes note of what the store does to timers together with something else. */
  public StoreChanges storeChanges() {
    return storeChanges;
  }

  /** The processes that share the store, as far as this process knows. */
  public Nodes nodes() {
    return live.nodes;
  }

  /** Those who wait, for others who have clients that wait. */
  public WaiterRegistry waiters() {
    return waiters;
  }

  /** The number of waiters, streams of events included. */
  public int waiting() {
    return waiters.count();
  }

  /** Allows waits again after {@link #endWaits()}. */
  public void resumeWaits() {
    waiters.resume();
  }

  /** For shutdown: ends every wait, with the timer as it stands, and each that begins later. */
  public void endWaits() {
    waiters.end();
  }

  /**
   * Ends every wait, and the tasks that {@link #start} has started. The tasks of timers end with
   * the executor. Idempotent.
   */
  @Override
  public void close() {
    endWaits();
    background.close();
  }

  /** The clocks that decide when timers are due. */
  public NamespaceClocks clocks() {
    return clocks;
  }
}
