package dev.chime.timer.service;

import dev.chime.async.Context;
import dev.chime.async.Future;
import dev.chime.async.Permit;
import dev.chime.async.Poll;
import dev.chime.timer.Timer;
import dev.chime.timer.TimerId;
import java.time.Instant;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Stores a deadline and arms the timer, in three steps: room in the executor, the store, the
 * timer's task. So a near timer that has been accepted has its task, and a timer for which there is
 * no room is not accepted. Far timers are left to the {@link Lookahead}.
 *
 * @param <R> what the store answers
 */
final class StoreAndArm<R> implements Future<R> {

  private final LiveTimers live;
  private final TimerId id;
  private final Instant deadline;
  private final Supplier<Future<R>> store;
  private final Function<R, @Nullable Timer> stored;
  private @Nullable Permit permit;
  private @Nullable Future<R> storing;

  /**
   * A future that stores and arms.
   *
   * @param deadline the new deadline
   * @param store asks the store
   * @param stored takes the timer to arm from the answer; null if the store has refused
   */
  StoreAndArm(
      LiveTimers live,
      TimerId id,
      Instant deadline,
      Supplier<Future<R>> store,
      Function<R, @Nullable Timer> stored) {
    this.live = live;
    this.id = id;
    this.deadline = deadline;
    this.store = store;
    this.stored = stored;
  }

  @Override
  public Poll<R> poll(Context context) {
    Poll<R> poll;
    try {
      poll = storing().poll(context);
    } catch (RuntimeException e) {
      closePermit();
      throw e;
    }
    if (poll instanceof Poll.Ready<R>(R answer)) {
      Timer timer = stored.apply(answer);
      if (timer == null) {
        closePermit();
      } else {
        arm(timer);
      }
    }
    return poll;
  }

  private Future<R> storing() {
    Future<R> current = storing;
    if (current == null) {
      if (live.mayBecomeNear(id, deadline) && !live.has(id)) {
        permit = live.reserve(id);
      }
      current = store.get();
      storing = current;
    }
    return current;
  }

  private void arm(Timer timer) {
    Permit room = permit;
    permit = null;
    if (room != null && live.isNear(id, deadline)) { // asked after storing it: see Lookahead
      live.arm(timer, room);
      return;
    }
    if (room != null) {
      room.close();
    }
    live.announce(timer);
    if (live.isNear(id, deadline) && !live.has(id)) {
      live.rearm(timer);
    }
  }

  private void closePermit() {
    if (permit != null) {
      permit.close();
      permit = null;
    }
  }

  @Override
  public void drop() {
    if (storing != null) {
      storing.drop();
    }
    closePermit();
  }
}
