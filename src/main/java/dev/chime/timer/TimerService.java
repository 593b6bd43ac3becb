package dev.chime.timer;

import dev.chime.async.Future;
import dev.chime.async.JoinHandle;
import dev.chime.async.Spawner;
import dev.chime.async.time.TimerDriver;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What one can do with timers. Thread-safe. The futures are lazy, may be polled by anybody, and
 * throw {@link StoreException} if the store fails and {@link
 * dev.chime.async.RejectedSpawnException} if the executor has no room.
 */
public final class TimerService {

  private final ServiceClock clock;
  private final TimerStore store;
  private final TimerListener listener;
  private final Spawner spawner;
  private final Supplier<TimerId> ids;
  private final LiveTimers live;
  private final Waits waits = new Waits();

  /**
   * A service on top of these.
   *
   * @param spawner of an executor whose shards {@code driver} is attached to
   * @param ids makes a new id at each call
   */
  public TimerService(
      ServiceClock clock,
      TimerDriver driver,
      Spawner spawner,
      TimerStore store,
      TimerListener listener,
      Supplier<TimerId> ids) {
    this.clock = clock;
    this.store = store;
    this.listener = listener;
    this.spawner = spawner;
    this.ids = ids;
    this.live = new LiveTimers(clock, driver, store, listener, spawner);
  }

  /**
   * Creates a timer; its clock starts with this call.
   *
   * @param key what to know a repetition by; null if every call is to make a timer
   * @throws BeyondHorizonException if the deadline is too far away
   */
  public Future<Creation> create(TimerDraft draft, @Nullable IdempotencyKey key) {
    Instant now = clock.instant();
    Timer timer =
        new Timer(
            ids.get(),
            TimerState.PENDING,
            draft.due().deadline(now),
            ServiceClock.floorMillis(now),
            null,
            draft.payload(),
            draft.labels(),
            1);
    return new Creating(live, timer, key);
  }

  /** The timer as it stands; empty if there is none of this id. */
  public Future<Optional<Timer>> find(TimerId id) {
    return store.find(id);
  }

  /**
   * Spawns a task that waits until the timer leaves {@link TimerState#PENDING} or, given the
   * version that the caller has seen, until it has another; at most for {@code wait}, and then has
   * the timer as it stands. Empty if there is none of this id.
   *
   * @param seenVersion null to wait for the outcome
   * @param answering makes of the waiting what the task is to be; runs on a shard, must not block
   * @return the waiting task; cancelling it ends the wait and drops what {@code answering} made
   * @throws dev.chime.async.RejectedSpawnException if the executor has no room
   */
  public <R> JoinHandle<R> await(
      TimerId id,
      @Nullable Long seenVersion,
      Duration wait,
      Function<Future<Optional<Timer>>, Future<R>> answering) {
    Future<Optional<Timer>> waiting =
        Future.lazy(() -> new Wait(live, waits, id, seenVersion, wait));
    return spawner.spawn(LiveTimers.affinity(id), answering.apply(waiting));
  }

  /** Cancels the timer unless it has an outcome; the timer as it stands then. */
  public Future<Optional<Timer>> cancel(TimerId id) {
    return Future.lazy(() -> store.cancel(id, ServiceClock.floorMillis(clock.instant())))
        .map(decision -> decision.map(this::cancelled));
  }

  private Timer cancelled(Decision decision) {
    Timer timer = decision.timer();
    live.announce(timer); // before the caller hears of it
    if (decision.decided()) {
      listener.cancelled(timer);
    }
    return timer;
  }

  /**
   * Elapses all timers that are due by now, which takes a while if there are many. To be called
   * before anybody can ask.
   *
   * @return how many
   */
  public int recover() throws InterruptedException {
    return new Recovery(live, spawner).run();
  }

  /**
   * Leaves timers that are farther away than {@code window} to the store, but for those that are
   * waited for. The caller spawns the task; until then no timer is armed but by its waiters.
   * Without it, each timer is armed when it is created.
   */
  public Lookahead lookahead(Duration window) {
    return live.lookahead(window);
  }

  /** A task to be spawned that looks for timers that should have elapsed so long ago. */
  public Watchdog watchdog(Duration bound) {
    return new Watchdog(live, bound);
  }

  /** How many are waiting now. */
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

  /** The time by which the service promises. */
  public ServiceClock clock() {
    return clock;
  }
}
