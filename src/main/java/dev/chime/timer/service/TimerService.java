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
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What one can do with timers. Thread-safe. The futures are lazy, may be polled by anybody, and
 * throw {@link StoreException} if the store fails and {@link
 * dev.chime.async.RejectedSpawnException} if the executor has no room.
 */
public final class TimerService implements AutoCloseable {

  private static final Logger LOG = System.getLogger(TimerService.class.getName());

  private final ServiceClock clock;
  private final TimerStore store;
  private final TimerListener listener;
  private final Spawner spawner;
  private final TimerDriver driver;
  private final Function<Namespace, TimerId> ids;
  private final TimerEvents events;
  final LiveTimers live;
  private final Waits waits;
  private final SingleFlight singleFlight;
  private final BackgroundTasks background;

  /**
   * A service on top of these.
   *
   * @param spawner of an executor whose shards {@code driver} is attached to
   * @param events what {@code store} tells of its changes
   * @param limits how many may wait
   * @param ids makes a new id at each call
   */
  public TimerService(
      ServiceClock clock,
      TimerDriver driver,
      Spawner spawner,
      TimerStore store,
      TimerListener listener,
      TimerEvents events,
      WaiterLimits limits,
      Function<Namespace, TimerId> ids) {
    this.clock = clock;
    this.store = store;
    this.listener = listener;
    this.spawner = spawner;
    this.driver = driver;
    this.ids = ids;
    this.events = events;
    this.waits = new Waits(limits);
    this.singleFlight = new SingleFlight(driver, waits);
    this.live = new LiveTimers(clock, driver, store, listener, spawner);
    this.background = new BackgroundTasks(live, spawner);
  }

  /**
   * Elapses all timers that have come due while no service was running, then starts the tasks that
   * keep time. To be called once, before the first request; until then timers are armed only as
   * they are created.
   *
   * @param cluster the listener of the store; null if the store belongs to this process alone, so
   *     that there is nobody to hear of and to sweep for
   * @return how many timers have come due
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
   * Creates a timer of a new id; its clock starts with this call. The future may throw {@link
   * TooManyTimersException}.
   *
   * @throws BeyondHorizonException if the deadline is too far away
   */
  public Future<Creation> create(Namespace namespace, TimerDraft draft) {
    Timer timer = Timer.create(ids.apply(namespace), draft, clock.instant());
    return storing(timer, () -> store.create(timer, null));
  }

  /**
   * The same, once for all requests with the same key.
   *
   * @param wait how long to wait for another request with the same key that is in flight
   */
  public Future<Creation> create(TimerDraft draft, IdempotencyKey key, Duration wait) {
    Timer timer = Timer.create(ids.apply(key.namespace()), draft, clock.instant());
    return singleFlight.create(key, storing(timer, () -> store.create(timer, key)), wait);
  }

  /**
   * Creates a timer of this id unless there is one; its clock starts with this call. The future may
   * throw {@link TooManyTimersException}.
   *
   * @param fingerprint what tells requests for the same id apart: equal for equal requests
   * @throws BeyondHorizonException if the deadline is too far away
   */
  public Future<Creation> put(TimerId id, TimerDraft draft, String fingerprint) {
    Timer timer = Timer.create(id, draft, clock.instant());
    return storing(timer, () -> store.put(timer, fingerprint));
  }

  private Future<Creation> storing(Timer timer, Supplier<Future<Creation>> asked) {
    return new Storing<>(live, timer.id(), timer.deadline(), asked, this::created);
  }

  private @Nullable Timer created(Creation creation) {
    if (creation instanceof Creation.Created(Timer timer)) {
      listener.created(timer);
      return timer;
    }
    return null;
  }

  /** The timer as it stands; empty if there is none of this id. */
  public Future<Optional<Timer>> find(TimerId id) {
    return store.find(id);
  }

  /** A page of timers. */
  public Future<TimerQuery.Page> list(TimerQuery query) {
    return store.list(query);
  }

  /**
   * Waits until the timer leaves {@link TimerState#PENDING} or, given the version that the caller
   * has seen, until it has a later one; at most for {@code wait}, and then has the timer as it
   * stands. Empty if there is none of this id.
   *
   * <p>Takes one of the places for waiters now, and keeps it until the future ends.
   *
   * @param seenVersion null to wait for the outcome
   * @return to be spawned with the {@linkplain #affinity affinity} of the id, or dropped
   * @throws TooManyWaitersException if no more may wait
   */
  public Future<Optional<Timer>> await(TimerId id, @Nullable Long seenVersion, Duration wait) {
    return waits.admit(id.namespace(), waiting(id, seenVersion, wait));
  }

  private Future<Optional<Timer>> waiting(TimerId id, @Nullable Long seenVersion, Duration wait) {
    return Future.lazy(() -> new Wait(live, waits, id, seenVersion, wait));
  }

  /**
   * Waits for several timers of one namespace, and then has all of them as they stand, in order.
   * Takes one place for all of them. The future spawns a task for each timer, and throws {@link
   * RejectedSpawnException} if there is no room for one.
   *
   * @return to be spawned with any affinity, or dropped
   * @throws TooManyWaitersException if no more may wait
   */
  public Future<List<Optional<Timer>>> awaitSeveral(
      List<TimerId> several, WaitMode mode, Duration wait) {
    return waits.admit(
        several.getFirst().namespace(),
        new WaitForSeveral(
                several, mode, id -> spawner.spawn(affinity(id), waiting(id, null, wait)))
            .then(done -> Future.joinAll(several.stream().map(store::find).toList())));
  }

  /** The affinity of all tasks that concern a timer: they share a shard. */
  public static int affinity(TimerId id) {
    return LiveTimers.affinity(id);
  }

  /**
   * Follows what becomes of timers, in the order in which it happens.
   *
   * @param namespace whose timers, and whose waiter's place is taken
   * @param wanted which of them
   * @param last the place to go on from; null for now
   * @throws TooManyWaitersException if no more may wait
   */
  public EventSubscription subscribe(
      Namespace namespace, Predicate<Timer> wanted, EventSubscription.@Nullable Position last) {
    Predicate<Timer> own = timer -> timer.id().namespace().equals(namespace);
    return new EventSubscription(
        events, waits, waits.take(namespace), spawner, driver, own.and(wanted), last);
  }

  /**
   * Cancels the timer unless it has an outcome or does not meet the precondition. Empty if there is
   * none of this id.
   */
  public Future<Optional<Decision>> cancel(TimerId id, Precondition precondition) {
    return Future.lazy(() -> store.cancel(id, precondition, Millis.floor(clock.instant())))
        .map(decision -> decision.map(this::cancelled));
  }

  private Decision cancelled(Decision decision) {
    live.announce(decision.timer()); // before the caller hears of it
    if (decision instanceof Decision.Changed(Timer timer)) {
      listener.cancelled(timer);
    }
    return decision;
  }

  /** Cancels the pending timers of a list. How many. */
  public Future<Integer> cancelAll(TimerQuery query) {
    return new CancelAll(
        store, id -> cancel(id, Precondition.NONE), query.from(null), clock.instant());
  }

  /**
   * Changes the timer unless it has an outcome or does not meet the precondition; a new delay
   * starts with this call. Those who wait for its outcome go on waiting, for the new deadline.
   * Empty if there is none of this id.
   *
   * @throws BeyondHorizonException if the new deadline is too far away
   */
  public Future<Optional<Decision>> amend(
      TimerId id, Amendment amendment, Precondition precondition) {
    Instant now = clock.instant();
    Due due = amendment.due();
    Instant deadline = due == null ? Instant.MAX : due.deadline(now);
    return new Storing<>(
        live,
        id,
        deadline,
        () -> store.amend(id, amendment, precondition, now),
        decision -> decision.map(this::amended).orElse(null));
  }

  private @Nullable Timer amended(Decision decision) {
    if (decision instanceof Decision.Changed(Timer timer)) {
      listener.amended(timer);
      return timer;
    }
    live.announce(decision.timer());
    return null;
  }

  /** The processes that share the store, as far as they are known here. */
  public Nodes nodes() {
    return live.nodes;
  }

  /** How many are waiting now, streams of events included. */
  public int waiting() {
    return waits.count();
  }

  /** Lets waits begin again after {@link #endWaits()}. */
  public void resumeWaits() {
    waits.resume();
  }

  /** Ends every wait, with the timer as it stands, and lets none begin: for shutting down. */
  public void endWaits() {
    waits.end();
  }

  /**
   * Ends every wait, and the tasks that {@link #start} has started. What is left of the service
   * ends with the executor. Idempotent.
   */
  @Override
  public void close() {
    endWaits();
    background.close();
  }

  /** The time by which the service promises. */
  public ServiceClock clock() {
    return clock;
  }
}
