package dev.chime.store.commit;

import dev.chime.delivery.Delivery;
import dev.chime.delivery.DeliveryId;
import dev.chime.delivery.DeliveryState;
import dev.chime.delivery.DeliveryStore;
import dev.chime.delivery.Lane;
import dev.chime.delivery.Settlement;
import dev.chime.timer.TimerChange;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Changes deliveries, and no timers.
 *
 * @param <R> the type of the result
 */
public abstract sealed class DeliveryCommand<R> extends Command<R> {

  @Override
  public final boolean isAboutDeliveries() {
    return true;
  }

  @Override
  final boolean changesRows() {
    return false; // of timers
  }

  private static TimerChange end(Delivery delivery) {
    return new TimerChange(
        delivery.state() == DeliveryState.DELIVERED
            ? TimerChange.Kind.DELIVERED
            : TimerChange.Kind.DEAD,
        delivery.timer());
  }

  /** Leases deliveries that are available. */
  public static final class Claim extends DeliveryCommand<DeliveryStore.Claim> {
    private final Lane lane;
    private final int max;
    private final Duration lease;
    private final Instant now;

    /** Leases up to {@code max} deliveries that are available at {@code now}. */
    public Claim(Lane lane, int max, Duration lease, Instant now) {
      this.lane = lane;
      this.max = max;
      this.lease = lease;
      this.now = now;
    }

    /** The lane. */
    public Lane lane() {
      return lane;
    }

    /** The largest number of deliveries. */
    public int max() {
      return max;
    }

    /** How long they are leased. */
    public Duration lease() {
      return lease;
    }

    /** The time of the request. */
    public Instant now() {
      return now;
    }

    /** Sets the result. */
    public void claimed(DeliveryStore.Claim claim) {
      succeed(claim);
    }

    @Override
    void execute(WriteSession session, UnpersistedOutcomes unpersisted) throws SQLException {
      session.deliveries().claim(this);
    }
  }

  /** Ends leases, or changes their ends. */
  public static final class Settle extends DeliveryCommand<List<Optional<Settlement.Outcome>>> {
    private static final Duration SOON = Duration.ofSeconds(1);

    private final List<Settlement> settlements;
    private final Instant now;

    /** Settles each of these for itself. */
    public Settle(List<Settlement> settlements, Instant now) {
      this.settlements = List.copyOf(settlements);
      this.now = now;
    }

    /** What is said about the deliveries. */
    public List<Settlement> settlements() {
      return settlements;
    }

    /** The time of the request. */
    public Instant now() {
      return now;
    }

    /**
     * Nobody waits for it who is in a hurry: what was to be done is done. So it waits for others,
     * as elapses do.
     */
    @Override
    long mayWait(long now, long begun) {
      return begun + MIN_INTERVAL.toNanos() - now;
    }

    /** Sets the result: the outcomes, in the order of the settlements. */
    public void settled(List<Optional<Settlement.Outcome>> outcomes) {
      List<TimerChange> ends = new ArrayList<>();
      List<Availability> open = new ArrayList<>();
      for (Optional<Settlement.Outcome> outcome : outcomes) {
        if (outcome.orElse(null) instanceof Settlement.Outcome.Settled(Delivery delivery)) {
          if (delivery.state().isFinal()) {
            ends.add(end(delivery));
          } else if (isSoon(delivery)) {
            open.add(Availability.of(delivery));
          }
        }
      }
      succeed(outcomes, ends.toArray(TimerChange[]::new));
      makesAvailable(open);
    }

    /** Leases that go on are no news to anybody. One that is about to end was given back. */
    private boolean isSoon(Delivery delivery) {
      return delivery.state() == DeliveryState.PENDING
          || !Availability.of(delivery).at().isAfter(now.plus(SOON));
    }

    @Override
    void execute(WriteSession session, UnpersistedOutcomes unpersisted) throws SQLException {
      session.deliveries().settle(this);
    }
  }

  /** Makes deliveries available at once. */
  public static final class Retry extends DeliveryCommand<List<Delivery>> {
    private final List<DeliveryId> ids;
    private final Instant now;

    /** Tries dead deliveries again, and waiting ones at once. */
    public Retry(List<DeliveryId> ids, Instant now) {
      this.ids = List.copyOf(ids);
      this.now = now;
    }

    @Override
    void execute(WriteSession session, UnpersistedOutcomes unpersisted) throws SQLException {
      List<Delivery> changed = session.deliveries().retry(ids, now);
      succeed(changed);
      makesAvailable(changed.stream().map(Availability::of).toList());
    }
  }

  /** Gives up what is pending in a lane. */
  public static final class Kill extends DeliveryCommand<Integer> {
    private final Lane lane;
    private final Instant now;
    private final int limit;

    /** Gives up at most so many deliveries. */
    public Kill(Lane lane, Instant now, int limit) {
      this.lane = lane;
      this.now = now;
      this.limit = limit;
    }

    @Override
    void execute(WriteSession session, UnpersistedOutcomes unpersisted) throws SQLException {
      List<Delivery> dead = session.deliveries().kill(lane, now, limit);
      succeed(dead.size(), dead.stream().map(DeliveryCommand::end).toArray(TimerChange[]::new));
    }
  }

  /** Deletes deliveries that have ended long ago. */
  public static final class Purge extends DeliveryCommand<Integer> {
    private final Instant deliveredBefore;
    private final Instant deadBefore;
    private final int limit;

    /** Deletes at most so many deliveries that have ended before these times. */
    public Purge(Instant deliveredBefore, Instant deadBefore, int limit) {
      this.deliveredBefore = deliveredBefore;
      this.deadBefore = deadBefore;
      this.limit = limit;
    }

    @Override
    void execute(WriteSession session, UnpersistedOutcomes unpersisted) throws SQLException {
      succeed(session.deliveries().purge(deliveredBefore, deadBefore, limit));
    }
  }
}
