package dev.chime.web;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import dev.chime.timer.Namespace;
import dev.chime.timer.Timer;
import dev.chime.timer.TimerDraft;
import dev.chime.timer.TimerId;
import dev.chime.timer.service.ServiceClock;
import dev.chime.web.mvc.Answer;
import java.time.Instant;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** The same JSON in and out as for a real timer, which is then forgotten. For comparison. */
@RestController
class NoStoreController {

  private final NoArgGenerator uuids = Generators.timeBasedEpochGenerator();
  private final ServiceClock clock;
  private final TimerAnswers answers;
  private final WebLimits limits;

  NoStoreController(ServiceClock clock, TimerAnswers answers, WebLimits limits) {
    this.clock = clock;
    this.answers = answers;
    this.limits = limits;
  }

  @PostMapping(path = "/no-store", consumes = MediaType.APPLICATION_JSON_VALUE)
  Answer create(@RequestBody CreateTimerRequest request) {
    TimerDraft draft = request.toDraft(limits);
    Instant now = Instant.ofEpochMilli(clock.instant().toEpochMilli());
    Timer timer =
        Timer.create(new TimerId(Namespace.DEFAULT, uuids.generate().toString()), draft, now);
    return answers.created(timer);
  }
}
