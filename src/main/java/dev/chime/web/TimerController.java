package dev.chime.web;

import dev.chime.async.Executor;
import dev.chime.async.JoinHandle;
import dev.chime.timer.Creation;
import dev.chime.timer.IdempotencyKey;
import dev.chime.timer.Timer;
import dev.chime.timer.TimerId;
import dev.chime.timer.TimerService;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.async.DeferredResult;

/** Timers: create, wait for, cancel. */
@RestController
@RequestMapping(path = "/timers", produces = MediaType.APPLICATION_JSON_VALUE)
class TimerController {

  /** By how much the container's own timeout exceeds the wait, so that it never decides. */
  private static final Duration MARGIN = Duration.ofSeconds(30);

  private final TimerService timers;
  private final WebLimits limits;

  TimerController(TimerService timers, WebLimits limits) {
    this.timers = timers;
    this.limits = limits;
  }

  /** Creates a timer. The answer comes when the store has it. */
  @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<TimerResponse> create(
      @RequestBody CreateTimerRequest request,
      @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String keyHeader)
      throws InterruptedException {
    IdempotencyKey key = keyHeader == null ? null : IdempotencyKeyHeader.parse(keyHeader, request);
    return switch (Executor.blockOn(timers.create(request.toDraft(limits), key))) {
      case Creation.Created(Timer timer) -> created(timer);
      case Creation.Replayed(Timer timer) -> created(timer);
      case Creation.KeyReused() ->
          throw new InvalidRequestException(
              HttpStatus.UNPROCESSABLE_CONTENT,
              "Idempotency-Key",
              "must not be used again for another request");
    };
  }

  /** Waits for a timer's outcome, or for a change from what the client has seen. */
  @GetMapping("/{id}")
  Object await(
      @PathVariable("id") String id,
      @RequestParam(name = "wait", required = false) @Nullable String wait,
      @RequestHeader(name = "Prefer", required = false) @Nullable List<String> prefer,
      @RequestHeader(name = "If-None-Match", required = false) @Nullable List<String> seenTags)
      throws InterruptedException {
    TimerId timerId = parse(id);
    WaitPreference preference =
        WaitPreference.of(wait, prefer == null ? List.of() : prefer, limits);
    Optional<Timer> found = Executor.blockOn(timers.find(timerId));
    Timer timer = found.orElseThrow(() -> new UnknownTimerException(timerId));
    boolean seen = EntityTag.matches(seenTags, timer);
    boolean worthWaiting = seenTags == null ? timer.isPending() : seen && timer.isPending();
    if (!worthWaiting || preference.duration().isZero()) {
      return answer(timerId, found, seenTags, preference);
    }
    return park(timerId, seenTags, preference, seen ? timer.version() : null);
  }

  private DeferredResult<ResponseEntity<TimerResponse>> park(
      TimerId id,
      @Nullable List<String> seenTags,
      WaitPreference preference,
      @Nullable Long seenVersion) {
    DeferredResult<ResponseEntity<TimerResponse>> response =
        new DeferredResult<>(preference.duration().plus(MARGIN).toMillis());
    JoinHandle<?> task =
        timers.await(
            id,
            seenVersion,
            preference.duration(),
            timer ->
                new ParkedResponse<>(
                    timer.map(found -> answer(id, found, seenTags, preference)), response));
    response.onCompletion(task::cancel); // also when the client has gone; in vain after the answer
    return response;
  }

  /** Cancels a timer, unless it has an outcome already; says which it has. */
  @DeleteMapping("/{id}")
  ResponseEntity<TimerResponse> cancel(@PathVariable("id") String id) throws InterruptedException {
    TimerId timerId = parse(id);
    Timer timer =
        Executor.blockOn(timers.cancel(timerId))
            .orElseThrow(() -> new UnknownTimerException(timerId));
    return ok(timer).body(TimerResponse.of(timer, timers.clock().instant()));
  }

  private static TimerId parse(String id) {
    try {
      return new TimerId(id);
    } catch (IllegalArgumentException e) {
      throw new InvalidRequestException("id", TimerId.RULE);
    }
  }

  private ResponseEntity<TimerResponse> created(Timer timer) {
    Instant then = timer.createdAt(); // so that a replay is the same to the letter
    return ResponseEntity.created(URI.create("/timers/" + timer.id()))
        .eTag(EntityTag.of(timer))
        .cacheControl(CacheControl.noStore())
        .body(TimerResponse.of(timer, then));
  }

  private ResponseEntity<TimerResponse> answer(
      TimerId id,
      Optional<Timer> found,
      @Nullable List<String> seenTags,
      WaitPreference preference) {
    Timer timer = found.orElseThrow(() -> new UnknownTimerException(id));
    boolean unchanged = EntityTag.matches(seenTags, timer);
    ResponseEntity.BodyBuilder answer =
        unchanged
            ? ResponseEntity.status(HttpStatus.NOT_MODIFIED)
                .eTag(EntityTag.of(timer))
                .cacheControl(CacheControl.noStore())
            : ok(timer);
    if (preference.applied() != null) {
      answer.header("Preference-Applied", preference.applied());
    }
    return unchanged
        ? answer.build()
        : answer.body(TimerResponse.of(timer, timers.clock().instant()));
  }

  private static ResponseEntity.BodyBuilder ok(Timer timer) {
    return ResponseEntity.ok().eTag(EntityTag.of(timer)).cacheControl(CacheControl.noStore());
  }
}
