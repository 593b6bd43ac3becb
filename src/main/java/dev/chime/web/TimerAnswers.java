package dev.chime.web;

import dev.chime.timer.Timer;
import dev.chime.timer.service.ServiceClock;
import dev.chime.timer.service.TimerService;
import dev.chime.web.mvc.Answer;
import dev.chime.web.text.EntityTags;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/** Makes answers from timers, with their headers. */
@Component
class TimerAnswers {

  private final ServiceClock clock;

  TimerAnswers(TimerService timers) {
    this.clock = timers.clock();
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

  /** Returns the timer as clients see it now. */
  TimerResponse body(Timer timer) {
    return TimerResponse.of(timer, clock.instant());
  }

  /** Returns the timer as it was when created, so that a replay equals the first answer. */
  TimerResponse asCreated(Timer timer) {
    return TimerResponse.of(timer, timer.createdAt());
  }
}
