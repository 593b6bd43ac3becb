package dev.chime.timer;

import dev.chime.async.Context;
import dev.chime.async.Future;
import dev.chime.async.Permit;
import dev.chime.async.Poll;
import org.jspecify.annotations.Nullable;

/**
 * Creating a timer: room in the executor first, then the store, then the timer's task. So a timer
 * of the near future that was accepted has its task, and one that would have no room is not
 * accepted; those of the far future are the {@link Lookahead}'s.
 */
final class Creating implements Future<Creation> {

  private final LiveTimers live;
  private final Timer timer;
  private final @Nullable IdempotencyKey key;
  private @Nullable Permit permit;
  private @Nullable Future<Creation> storing;

  Creating(LiveTimers live, Timer timer, @Nullable IdempotencyKey key) {
    this.live = live;
    this.timer = timer;
    this.key = key;
  }

  @Override
  public Poll<Creation> poll(Context context) {
    if (permit == null && live.mayBecomeNear(timer.deadline())) {
      permit = live.reserve(timer.id());
    }
    Poll<Creation> poll;
    try {
      Future<Creation> creation = storing == null ? live.store.create(timer, key) : storing;
      storing = creation;
      poll = creation.poll(context);
    } catch (RuntimeException e) {
      giveRoomBack();
      throw e;
    }
    if (poll instanceof Poll.Ready<Creation>(Creation result)) {
      if (result instanceof Creation.Created) {
        live.listener.created(timer);
        arm();
      } else {
        giveRoomBack();
      }
    }
    return poll;
  }

  private void arm() {
    if (!live.isNear(timer.deadline())) { // asked after it was stored: see Lookahead
      giveRoomBack();
    } else if (permit != null) {
      live.arm(timer, permit);
    } else {
      live.rewind(timer.deadline());
    }
  }

  private void giveRoomBack() {
    if (permit != null) {
      permit.close();
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
