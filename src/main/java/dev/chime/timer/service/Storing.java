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
 * Storing a timer's deadline: room in the executor first, then the store, then the timer's task. So
 * a timer of the near future that was accepted has its task, and one that would have no room is not
 * accepted; those of the far future are the {@link Lookahead}'s.
 *
 * @param <R> what the store answers
 */
final class Storing<R> implements Future<R> {

  private final LiveTimers live;
  private final TimerId id;
  private final Instant deadline;
  private final Supplier<Future<R>> store;
  private final Function<R, @Nullable Timer> stored;
  private @Nullable Permit permit;
  private @Nullable Future<R> storing;

  /**
   * Stores and arms.
   *
   * @param deadline the deadline to be
   * @param store asks the store
   * @param stored the timer to arm, if the store has taken it as asked
   */
  Storing(
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
      poll = begun().poll(context);
    } catch (RuntimeException e) {
      giveRoomBack();
      throw e;
    }
    if (poll instanceof Poll.Ready<R>(R result)) {
      Timer timer = stored.apply(result);
      if (timer == null) {
        giveRoomBack();
      } else {
        arm(timer);
      }
    }
    return poll;
  }

  private Future<R> begun() {
    Future<R> begun = storing;
    if (begun == null) {
      if (live.mayBecomeNear(deadline) && !live.has(id)) {
        permit = live.reserve(id);
      }
      begun = store.get();
      storing = begun;
    }
    return begun;
  }

  private void arm(Timer timer) {
    Permit room = permit;
    permit = null;
    if (room != null && live.isNear(deadline)) { // asked after it was stored: see Lookahead
      live.arm(timer, room);
      return;
    }
    if (room != null) {
      room.close();
    }
    live.announce(timer);
    if (live.isNear(deadline) && !live.has(id)) {
      live.rearm(timer);
    }
  }

  private void giveRoomBack() {
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
    giveRoomBack();
  }
}
