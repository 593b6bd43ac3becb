package dev.chime.web;

import dev.chime.timer.Timer;
import dev.chime.timer.service.ServiceClock;
import dev.chime.timer.service.TimerService;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/** Puts timers into answers, with the headers that belong to them. */
@Component
class TimerAnswers {

  private final ServiceClock clock;

  TimerAnswers(TimerService timers) {
    this.clock = timers.clock();
  }

  /** The timer as it stands. */
  Answer ok(Timer timer) {
    return new Answer(HttpStatus.OK, body(timer), EntityTags.of(timer), null, null);
  }

  /** A timer that has been created. */
  Answer created(Timer timer) {
    return new Answer(
        HttpStatus.CREATED,
        asCreated(timer),
        EntityTags.of(timer),
        "/timers/" + timer.id().value(),
        null);
  }

  /** What a waiter is answered, who may have seen the timer as it stands. */
  Answer waited(Timer timer, @Nullable EntityTags seen, WaitPreference preference) {
    Answer answer =
        seen != null && seen.match(timer)
            ? new Answer(HttpStatus.NOT_MODIFIED, null, EntityTags.of(timer), null, null)
            : ok(timer);
    return answer.with(preference);
  }

  /** The timer as clients see it now. */
  TimerResponse body(Timer timer) {
    return TimerResponse.of(timer, clock.instant());
  }

  /** The timer as clients saw it when it was created: so a replay is the same to the letter. */
  TimerResponse asCreated(Timer timer) {
    return TimerResponse.of(timer, timer.createdAt());
  }
}
