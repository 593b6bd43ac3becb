package dev.chime.web;

import dev.chime.async.Future;
import dev.chime.delivery.Delivery;
import dev.chime.delivery.DeliveryId;
import dev.chime.delivery.DeliveryState;
import dev.chime.delivery.DeliveryStore;
import dev.chime.timer.Timer;
import dev.chime.timer.service.NamespaceClocks;
import dev.chime.timer.service.TimerService;
import dev.chime.web.mvc.Answer;
import dev.chime.web.text.EntityTags;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/** Makes answers from timers, with their headers. */
@Component
class TimerAnswers {

  private final NamespaceClocks clocks;
  private final DeliveryStore deliveries;

  TimerAnswers(TimerService timers, DeliveryStore deliveries) {
    this.clocks = timers.clocks();
    this.deliveries = deliveries;
  }

  /** Returns the answer with the current state of a timer. */
  Answer ok(Timer timer) {
    return new Answer(HttpStatus.OK, body(timer), EntityTags.of(timer), null, null);
  }

  /** Returns the answer to a request that created a timer. */
  Answer created(Timer timer) {
    return new Answer(
        HttpStatus.CREATED,
        asCreated(timer),
        EntityTags.of(timer),
        "/timers/" + timer.id().value(),
        null);
  }

  /** Returns the answer to a long-poll; {@code 304} if the client has seen this state. */
  Answer waited(Timer timer, @Nullable EntityTags seen, WaitPreference preference) {
    Answer answer =
        seen != null && seen.match(timer)
            ? new Answer(HttpStatus.NOT_MODIFIED, null, EntityTags.of(timer), null, null)
            : ok(timer);
    return answer.withPreference(preference.applied());
  }

  /**
   * The same, with what has become of the timer's delivery. That does not count as a state of the
   * timer.
   */
  Future<Answer> delivered(Timer timer, @Nullable EntityTags seen, WaitPreference preference) {
    Answer answer = waited(timer, seen, preference);
    return isDelivered(timer) && answer.body() != null
        ? bodies(List.of(timer)).map(bodies -> answer.withBody(bodies.getFirst()))
        : Future.ready(answer);
  }

  /** The timers as clients see them now, with what has become of their deliveries. */
  Future<List<TimerResponse>> bodies(List<Timer> timers) {
    List<Timer> delivered = timers.stream().filter(this::isDelivered).toList();
    if (delivered.isEmpty()) {
      return Future.ready(timers.stream().map(this::body).toList());
    }
    return deliveries
        .find(delivered.stream().map(DeliveryId::of).toList())
        .map(found -> bodies(timers, found.iterator()));
  }

  private List<TimerResponse> bodies(List<Timer> timers, Iterator<Optional<Delivery>> found) {
    return timers.stream()
        .map(
            timer ->
                TimerResponse.of(
                    timer,
                    isDelivered(timer) ? found.next().orElseGet(() -> notYetStored(timer)) : null,
                    now(timer)))
        .toList();
  }

  /** Whether a timer has a delivery. */
  boolean isDelivered(Timer timer) {
    return clocks.tests().isToDeliver(timer);
  }

  private Instant now(Timer timer) {
    return clocks.now(timer.id().namespace());
  }

  /** The delivery of a timer that is known to have elapsed a moment before that is on disk. */
  private static Delivery notYetStored(Timer timer) {
    return new Delivery(
        DeliveryId.of(timer), timer, DeliveryState.PENDING, 0, timer.dueAt(), null, null);
  }

  /** Returns the timer as clients see it now. */
  TimerResponse body(Timer timer) {
    return TimerResponse.of(timer, now(timer));
  }

  /** Returns the timer as it was when created, so that a replay equals the first answer. */
  TimerResponse asCreated(Timer timer) {
    return TimerResponse.of(timer, timer.createdAt());
  }
}
