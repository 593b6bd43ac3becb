package dev.chime.delivery;

import dev.chime.async.Context;
import dev.chime.async.Future;
import dev.chime.async.Poll;
import dev.chime.timer.Millis;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes all deliveries of a list available at once, page by page. Those of timers that were due
 * after it began are left alone, or it might never end. Ready with the number of deliveries that
 * were changed.
 */
public final class RetryAll implements Future<Integer> {

  private final DeliveryStore store;
  private final InstantSource clock;
  private final Instant begun;
  private DeliveryQuery query;
  private int retried;
  private @Nullable Future<Boolean> step;

  /**
   * A future that retries what the query selects, in pages of its limit.
   *
   * @param begun the time by which the namespace goes
   * @param clock the clock by which deliveries go
   */
  public RetryAll(DeliveryStore store, DeliveryQuery query, Instant begun, InstantSource clock) {
    this.store = store;
    this.clock = clock;
    this.begun = begun;
    this.query = query;
  }

  @Override
  public Poll<Integer> poll(Context context) {
    while (true) {
      Future<Boolean> current = step == null ? store.list(query).then(this::retryPage) : step;
      step = current;
      if (!(current.poll(context) instanceof Poll.Ready<Boolean>(Boolean isLast))) {
        return Poll.pending();
      }
      if (isLast) {
        return Poll.ready(retried);
      }
      step = null;
    }
  }

  /** Ready with whether it was the last page. */
  private Future<Boolean> retryPage(DeliveryQuery.Page page) {
    List<DeliveryId> ids =
        page.deliveries().stream()
            .filter(delivery -> !delivery.timer().dueAt().isAfter(begun))
            .map(Delivery::id)
            .toList();
    String next = page.next();
    query = query.after(next);
    return store
        .retry(ids, Millis.floor(clock.instant()))
        .map(
            changed -> {
              retried += changed.size();
              return next == null || ids.size() < page.deliveries().size();
            });
  }

  @Override
  public void drop() {
    if (step != null) {
      step.drop();
    }
  }
}
