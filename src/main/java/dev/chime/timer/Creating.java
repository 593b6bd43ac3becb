package dev.chime.timer;

import dev.chime.async.Context;
import dev.chime.async.Future;
import dev.chime.async.Permit;
import dev.chime.async.Poll;
import org.jspecify.annotations.Nullable;

/**
 * Creating a timer: room in the executor first, then the store, then the timer's task. So a timer
 * that was accepted always has its task, and one that would have no room is not accepted.
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
    Permit room = permit == null ? live.reserve(timer.id()) : permit;
    permit = room;
    Poll<Creation> poll;
    try {
      Future<Creation> creation = storing == null ? live.store.create(timer, key) : storing;
      storing = creation;
      poll = creation.poll(context);
    } catch (RuntimeException e) {
      room.close();
      throw e;
    }
    if (poll instanceof Poll.Ready<Creation>(Creation result)) {
      if (result instanceof Creation.Created) {
        live.listener.created(timer);
        live.arm(timer, room);
      } else {
        room.close();
      }
    }
    return poll;
  }

  @Override
  public void drop() {
    if (storing != null) {
      storing.drop();
    }
    if (permit != null) {
      permit.close();
    }
  }
}
