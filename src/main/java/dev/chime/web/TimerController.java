package dev.chime.web;

import dev.chime.async.Executor;
import dev.chime.timer.Amendment;
import dev.chime.timer.Creation;
import dev.chime.timer.Decision;
import dev.chime.timer.Namespace;
import dev.chime.timer.Precondition;
import dev.chime.timer.Timer;
import dev.chime.timer.TimerDraft;
import dev.chime.timer.TimerId;
import dev.chime.timer.Traceparent;
import dev.chime.timer.service.TimerService;
import dev.chime.web.access.CreateQuotas;
import dev.chime.web.audit.AuditLog;
import dev.chime.web.mvc.Answer;
import dev.chime.web.mvc.ParkedRequests;
import dev.chime.web.problem.ConflictException;
import dev.chime.web.problem.UnknownTimerException;
import dev.chime.web.text.EntityTags;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** One timer: create, wait for, change, cancel. */
@RestController
@RequestMapping(path = "/timers", produces = MediaType.APPLICATION_JSON_VALUE)
class TimerController {

  private final TimerService timers;
  private final RepeatableRequests requests;
  private final TimerAnswers answers;
  private final ParkedRequests parked;
  private final CreateQuotas quotas;
  private final AuditLog audit;
  private final WebLimits limits;

  TimerController(
      TimerService timers,
      RepeatableRequests requests,
      TimerAnswers answers,
      ParkedRequests parked,
      CreateQuotas quotas,
      AuditLog audit,
      WebLimits limits) {
    this.timers = timers;
    this.requests = requests;
    this.answers = answers;
    this.parked = parked;
    this.quotas = quotas;
    this.audit = audit;
    this.limits = limits;
  }

  /** Creates a timer. It is durable before the answer. */
  @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
  Answer create(
      Namespace namespace,
      @Nullable Traceparent traceparent,
      @RequestBody CreateTimerRequest request,
      @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String keyHeader,
      HttpServletResponse response)
      throws InterruptedException {
    String key = IdempotencyKeyHeader.parse(keyHeader);
    TimerDraft draft = request.toDraft(limits).withTraceparent(traceparent);
    quotas.take(namespace, 1, response);
    return answers.created(created(Executor.blockOn(requests.create(namespace, key, draft))));
  }

  /** Returns the answer with the timer that a request created, now or earlier. */
  static Timer created(Creation creation) {
    return switch (creation) {
      case Creation.Created(Timer timer) -> timer;
      case Creation.Replayed(Timer timer) -> timer;
      case Creation.InFlight() -> throw ConflictException.inFlight();
      case Creation.KeyReused() -> throw IdempotencyKeyHeader.reused();
      case Creation.Repeated(Timer timer) -> timer;
      case Creation.IdTaken(Timer timer) -> throw ConflictException.idTaken();
    };
  }

  /** Creates a timer with the client's id, once. */
  @PutMapping(path = "/{id}", consumes = MediaType.APPLICATION_JSON_VALUE)
  Answer put(
      Namespace namespace,
      @Nullable Traceparent traceparent,
      @PathVariable("id") String id,
      @RequestBody CreateTimerRequest request,
      @RequestHeader(name = "If-Match", required = false) @Nullable List<String> ifMatch,
      @RequestHeader(name = "If-None-Match", required = false) @Nullable List<String> ifNoneMatch,
      HttpServletResponse response)
      throws InterruptedException {
    TimerId timerId = TimerIds.parseNew(namespace, id);
    EntityTags absent = EntityTags.parse("If-None-Match", ifNoneMatch);
    EntityTags present = EntityTags.parse("If-Match", ifMatch);
    TimerDraft draft = request.toDraft(limits).withTraceparent(traceparent);
    if (present != null) {
      checkPresent(timerId, present.toPrecondition());
    }
    quotas.take(namespace, 1, response);
    Creation creation = Executor.blockOn(requests.put(timerId, draft));
    return switch (creation) {
      case Creation.Repeated(Timer timer) -> {
        checkAbsent(timer, absent);
        yield answers.ok(timer);
      }
      case Creation.IdTaken(Timer timer) -> {
        checkAbsent(timer, absent);
        throw ConflictException.idTaken();
      }
      default -> answers.created(created(creation));
    };
  }

  private void checkPresent(TimerId id, Precondition ifMatch) throws InterruptedException {
    Optional<Timer> found = Executor.blockOn(timers.find(id));
    if (found.isEmpty() || !ifMatch.isMetBy(found.get())) {
      throw ConflictException.precondition(
          "If-Match", "must be met by the timer", found.map(answers::body).orElse(null));
    }
  }

  private void checkAbsent(Timer timer, @Nullable EntityTags ifNoneMatch) {
    if (ifNoneMatch != null && ifNoneMatch.match(timer)) {
      throw ConflictException.precondition(
          "If-None-Match", "must not be met by the timer", answers.body(timer));
    }
  }

  /** Waits for the outcome of a timer, or for a change of the state that the client has seen. */
  @GetMapping("/{id}")
  @Nullable Answer await(
      Namespace namespace,
      @PathVariable("id") String id,
      @RequestParam(name = "wait", required = false) @Nullable String wait,
      @RequestHeader(name = "Prefer", required = false) @Nullable List<String> prefer,
      @RequestHeader(name = "If-None-Match", required = false) @Nullable List<String> ifNoneMatch,
      HttpServletRequest request)
      throws InterruptedException {
    TimerId timerId = TimerIds.parse(namespace, id);
    EntityTags seenTags = EntityTags.parse("If-None-Match", ifNoneMatch);
    WaitPreference preference = WaitPreference.of(wait, prefer, limits);
    Timer timer = known(timerId, Executor.blockOn(timers.find(timerId)));
    boolean seen = seenTags != null && seenTags.match(timer);
    boolean worthWaiting = timer.isPending() && (seenTags == null || seen);
    if (!worthWaiting || preference.duration().isZero()) {
      return answers.isDelivered(timer)
          ? Executor.blockOn(answers.delivered(timer, seenTags, preference))
          : answers.waited(timer, seenTags, preference);
    }
    Long seenVersion = seen ? timer.version() : null;
    return parked.park(
        request,
        TimerService.affinity(timerId),
        timers
            .await(timerId, seenVersion, limits.spread(preference.duration()))
            .then(found -> answers.delivered(known(timerId, found), seenTags, preference)));
  }

  /** Reschedules a timer, or changes its payload or labels. */
  @PatchMapping(path = "/{id}", consumes = MediaType.APPLICATION_JSON_VALUE)
  Answer amend(
      Namespace namespace,
      @PathVariable("id") String id,
      @RequestBody AmendTimerRequest request,
      @RequestHeader(name = "If-Match", required = false) @Nullable List<String> ifMatch)
      throws InterruptedException {
    TimerId timerId = TimerIds.parse(namespace, id);
    Amendment amendment = request.toAmendment(limits);
    Precondition precondition = precondition(ifMatch);
    Timer amended =
        audit
            .entry("timer.amend", namespace, id)
            .record(() -> amended(timerId, amendment, precondition), timer -> "amended");
    return answers.ok(amended);
  }

  private Timer amended(TimerId id, Amendment amendment, Precondition precondition)
      throws InterruptedException {
    Decision decision = known(id, Executor.blockOn(timers.amend(id, amendment, precondition)));
    if (decision instanceof Decision.Unchanged(Timer timer)) {
      throw ConflictException.decided(answers.body(timer));
    }
    return changed(decision);
  }

  /** Cancels a timer, unless it has an outcome. The answer has its outcome. */
  @DeleteMapping("/{id}")
  Answer cancel(
      Namespace namespace,
      @PathVariable("id") String id,
      @RequestHeader(name = "If-Match", required = false) @Nullable List<String> ifMatch)
      throws InterruptedException {
    TimerId timerId = TimerIds.parse(namespace, id);
    Precondition precondition = precondition(ifMatch);
    Timer timer =
        audit
            .entry("timer.cancel", namespace, id)
            .record(
                () ->
                    changed(known(timerId, Executor.blockOn(timers.cancel(timerId, precondition)))),
                found -> found.state().name().toLowerCase(Locale.ROOT));
    return answers.ok(timer);
  }

  private static Precondition precondition(@Nullable List<String> ifMatch) {
    EntityTags present = EntityTags.parse("If-Match", ifMatch);
    return present == null ? Precondition.NONE : present.toPrecondition();
  }

  private Timer changed(Decision decision) {
    if (decision instanceof Decision.PreconditionFailed(Timer timer)) {
      throw ConflictException.precondition(
          "If-Match", "must be met by the timer", answers.body(timer));
    }
    return decision.timer();
  }

  private static <T> T known(TimerId id, Optional<T> found) {
    return found.orElseThrow(() -> new UnknownTimerException(id));
  }
}
