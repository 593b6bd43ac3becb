package dev.chime.delivery.pull;

import dev.chime.async.AtomicWaker;
import dev.chime.async.Context;
import dev.chime.async.Future;
import dev.chime.async.Poll;
import dev.chime.async.time.TimerFuture;
import dev.chime.delivery.Delivery;
import dev.chime.delivery.DeliveryStore.Claim;
import dev.chime.delivery.Lane;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The claim of one worker that waits, if need be, for a delivery. It asks the store at once, unless
 * others wait already, and then whenever its {@link ClaimLine} gives it a turn. Must run on the
 * shard of the lane.
 */
final class QueueClaim extends AtomicWaker implements Future<List<Delivery>> {

  private final QueueService service;
  private final Lane lane;
  private final int max;
  private final Duration lease;
  private final TimerFuture end;
  private final Runnable endListener = this::wake;
  private final ClaimLine line;
  private final long number;

  private @Nullable Future<Claim> asking;
  private boolean begun;
  private boolean ended;

  QueueClaim(QueueService service, Lane lane, int max, Duration lease, Duration wait) {
    this.service = service;
    this.lane = lane;
    this.max = max;
    this.lease = lease;
    this.end = TimerFuture.after(service.driver, wait);
    this.line = service.lines.enter(lane);
    this.number = line.number();
    service.waiters.addEndListener(endListener);
  }

  @Override
  public Poll<List<Delivery>> poll(Context context) {
    register(context.waker());
    begin();
    while (true) {
      if (asking != null) {
        if (!(poll(asking, context) instanceof Poll.Ready<Claim>(Claim claim))) {
          return Poll.pending();
        }
        asking = null;
        line.answered(claim, max);
        if (!claim.deliveries().isEmpty()) {
          leave();
          return Poll.ready(claim.deliveries());
        }
        line.add(number, this);
      }
      if (service.waiters.isEnding() || end.poll(context).isReady()) {
        leave();
        return Poll.ready(List.of());
      }
      if (!line.takeTurn(number, context)) {
        return Poll.pending();
      }
      line.remove(number);
      asking = service.ask(lane, max, lease);
    }
  }

  private void begin() {
    if (begun) {
      return;
    }
    begun = true;
    if (line.isAnyoneWaiting()) {
      line.add(number, this);
    } else {
      asking = service.ask(lane, max, lease);
    }
  }

  private Poll<Claim> poll(Future<Claim> store, Context context) {
    try {
      return store.poll(context);
    } catch (RuntimeException e) {
      asking = null;
      line.failed();
      leave();
      throw e;
    }
  }

  private void leave() {
    ended = true;
    service.waiters.removeEndListener(endListener);
    end.drop();
    line.remove(number);
    service.lines.leave(lane);
  }

  /** The client has gone. */
  @Override
  public void drop() {
    if (!ended) {
      leave();
      if (asking != null) {
        service.giveBack(lane, asking);
      }
    }
  }
}
