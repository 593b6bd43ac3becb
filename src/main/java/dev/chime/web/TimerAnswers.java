package dev.chime.web;

import dev.chime.timer.ServiceClock;
import dev.chime.timer.Timer;
import dev.chime.timer.TimerService;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/** Puts timers into answers, with the headers that belong to them. */
@Component
class TimerAnswers {

  private final ServiceClock clock;

  TimerAnswers(TimerService timers) {
    this.clock = timers.clock();
  }

  /** The timer as it stands. */
  ResponseEntity<TimerResponse> ok(Timer timer) {
    return headers(HttpStatus.OK, timer).body(body(timer));
  }

  /** A timer that has been created. */
  ResponseEntity<TimerResponse> created(Timer timer) {
    return headers(HttpStatus.CREATED, timer)
        .location(URI.create("/timers/" + timer.id().value()))
        .body(asCreated(timer));
  }

  /** What a waiter is answered, who may have seen the timer as it stands. */
  ResponseEntity<TimerResponse> waited(
      Timer timer, @Nullable List<String> seenTags, WaitPreference preference) {
    boolean unchanged = EntityTag.matches(seenTags, timer);
    ResponseEntity.BodyBuilder answer =
        headers(unchanged ? HttpStatus.NOT_MODIFIED : HttpStatus.OK, timer);
    preference.addTo(answer);
    return unchanged ? answer.build() : answer.body(body(timer));
  }

  /** The timer as clients see it now. */
  TimerResponse body(Timer timer) {
    return TimerResponse.of(timer, clock.instant());
  }

  /** The timer as clients saw it when it was created: so a replay is the same to the letter. */
  TimerResponse asCreated(Timer timer) {
    return TimerResponse.of(timer, timer.createdAt());
  }

  private static ResponseEntity.BodyBuilder headers(HttpStatus status, Timer timer) {
    return ResponseEntity.status(status)
        .eTag(EntityTag.of(timer))
        .cacheControl(CacheControl.noStore());
  }
}
