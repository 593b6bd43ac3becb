package dev.chime.timer.service;

import dev.chime.async.Context;
import dev.chime.async.Future;
import dev.chime.async.JoinException;
import dev.chime.async.JoinHandle;
import dev.chime.async.Poll;
import dev.chime.async.RejectedSpawnException;
import dev.chime.async.Unit;
import dev.chime.timer.Timer;
import dev.chime.timer.TimerId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The wait for one or all of several timers: a task for each, on the shard of its id. Ready when
 * enough of these tasks are.
 */
final class WaitForSeveral implements Future<Unit> {

  private final List<TimerId> ids;
  private final WaitMode mode;
  private final Function<TimerId, JoinHandle<Optional<Timer>>> spawn;
  private final List<JoinHandle<Optional<Timer>>> waiting = new ArrayList<>();
  private boolean begun;

  /**
   * A future that waits.
   *
   * @param spawn spawns the task that waits for one timer
   */
  WaitForSeveral(
      List<TimerId> ids, WaitMode mode, Function<TimerId, JoinHandle<Optional<Timer>>> spawn) {
    this.ids = List.copyOf(ids);
    this.mode = mode;
    this.spawn = spawn;
  }

  @Override
  public Poll<Unit> poll(Context context) {
    try {
      begin();
      waiting.removeIf(each -> each.poll(context).isReady());
    } catch (JoinException e) { // one has failed; the others are not needed
      drop();
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    } catch (RuntimeException e) {
      drop();
      throw e;
    }
    boolean enough = mode == WaitMode.ANY ? waiting.size() < ids.size() : waiting.isEmpty();
    if (enough) {
      drop();
      return Unit.ready();
    }
    return Poll.pending();
  }

  /**
   * Spawns the tasks.
   *
   * @throws RejectedSpawnException if there is no room for all
   */
  private void begin() {
    if (!begun) {
      begun = true;
      ids.forEach(id -> waiting.add(spawn.apply(id)));
    }
  }

  @Override
  public void drop() {
    waiting.forEach(JoinHandle::cancel);
  }
}
