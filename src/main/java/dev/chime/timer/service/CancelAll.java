package dev.chime.timer.service;

import dev.chime.async.Context;
import dev.chime.async.Future;
import dev.chime.async.Poll;
import dev.chime.timer.Decision;
import dev.chime.timer.TimerId;
import dev.chime.timer.TimerQuery;
import dev.chime.timer.TimerStore;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Cancels all timers of a list, page by page. Timers created after it began are left alone, or it
 * might never end. Ready with the number of timers cancelled.
 */
final class CancelAll implements Future<Integer> {

  private final TimerStore store;
  private final Function<TimerId, Future<Optional<Decision>>> cancel;
  private final Instant begun;
  private TimerQuery query;
  private int cancelled;
  private @Nullable Future<Boolean> step;

  /**
   * A future that cancels.
   *
   * @param cancel cancels one timer
   * @param begun timers created after this are left alone
   */
  CancelAll(
      TimerStore store,
      Function<TimerId, Future<Optional<Decision>>> cancel,
      TimerQuery query,
      Instant begun) {
    this.store = store;
    this.cancel = cancel;
    this.query = query;
    this.begun = begun;
  }

  @Override
  public Poll<Integer> poll(Context context) {
    while (true) {
      Future<Boolean> current = step == null ? store.list(query).then(this::cancelPage) : step;
      step = current;
      if (!(current.poll(context) instanceof Poll.Ready<Boolean>(Boolean isLast))) {
        return Poll.pending();
      }
      if (isLast) {
        return Poll.ready(cancelled);
      }
      step = null;
    }
  }

  /** Ready with whether it was the last page. */
  private Future<Boolean> cancelPage(TimerQuery.Page page) {
    List<Future<Optional<Decision>>> cancels =
        page.timers().stream()
            .filter(timer -> !timer.createdAt().isAfter(begun))
            .map(timer -> cancel.apply(timer.id()))
            .toList();
    query = query.from(page.next());
    return Future.joinAll(cancels)
        .map(
            decisions -> {
              decisions.forEach(this::count);
              return page.next() == null;
            });
  }

  private void count(Optional<Decision> decision) {
    if (decision.orElse(null) instanceof Decision.Changed) {
      cancelled++;
    }
  }

  @Override
  public void drop() {
    if (step != null) {
      step.drop();
    }
  }
}
