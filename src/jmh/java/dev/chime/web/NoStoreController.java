package dev.chime.web;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import dev.chime.timer.Namespace;
import dev.chime.timer.ServiceClock;
import dev.chime.timer.Timer;
import dev.chime.timer.TimerDraft;
import dev.chime.timer.TimerId;
import java.net.URI;
import java.time.Instant;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** The same JSON in and out as for a real timer, which is then forgotten. For comparison. */
@RestController
class NoStoreController {

  private final NoArgGenerator uuids = Generators.timeBasedEpochGenerator();
  private final ServiceClock clock;
  private final WebLimits limits;

  NoStoreController(ServiceClock clock, WebLimits limits) {
    this.clock = clock;
    this.limits = limits;
  }

  @PostMapping(path = "/no-store", consumes = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<TimerResponse> create(@RequestBody CreateTimerRequest request) {
    TimerDraft draft = request.toDraft(limits);
    Instant now = Instant.ofEpochMilli(clock.instant().toEpochMilli());
    Timer timer =
        Timer.create(new TimerId(Namespace.DEFAULT, uuids.generate().toString()), draft, now);
    return ResponseEntity.created(URI.create("/timers/" + timer.id()))
        .eTag(EntityTag.of(timer))
        .cacheControl(CacheControl.noStore())
        .body(TimerResponse.of(timer, now));
  }
}
