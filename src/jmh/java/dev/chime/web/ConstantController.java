package dev.chime.web;

import dev.chime.timer.Namespace;
import dev.chime.timer.Timer;
import dev.chime.timer.TimerDraft;
import dev.chime.timer.TimerId;
import dev.chime.web.mvc.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** An answer of the size of a timer's, always the same. For comparison. */
@RestController
class ConstantController {

  private static final Instant CREATED = Instant.parse("2026-01-01T00:00:00.123Z");

  private final TimerResponse constant =
      TimerResponse.of(
          Timer.create(
              new TimerId(Namespace.DEFAULT, "019f8a3c-58d1-7c7e-9b0f-2d6a4c1e8f05"),
              new TimerDraft(
                  new dev.chime.timer.Due.After(Duration.ofHours(1)),
                  null,
                  "{\"order\":42,\"customer\":\"4711\"}",
                  Map.of("kind", "reminder")),
              CREATED),
          CREATED);

  @GetMapping("/constant")
  Answer constant() {
    return Answer.ok(constant);
  }
}
