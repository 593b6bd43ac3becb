package dev.chime.web;

import dev.chime.async.Executor;
import dev.chime.timer.ClockTurn;
import dev.chime.timer.IdempotencyKey;
import dev.chime.timer.ImpossibleTurnException;
import dev.chime.timer.Millis;
import dev.chime.timer.Namespace;
import dev.chime.timer.ReusedKeyException;
import dev.chime.timer.TestClock;
import dev.chime.timer.TestClockStore.Turned;
import dev.chime.timer.Timer;
import dev.chime.timer.service.TestClockService;
import dev.chime.web.audit.AuditEntry;
import dev.chime.web.audit.AuditLog;
import dev.chime.web.mvc.Answer;
import dev.chime.web.problem.ConflictException;
import dev.chime.web.problem.InvalidRequestException;
import dev.chime.web.problem.NoTestClockException;
import dev.chime.web.text.DurationText;
import dev.chime.web.text.TimeText;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Reads and turns the clock of a test namespace. */
@RestController
@RequestMapping(path = "/clock", produces = MediaType.APPLICATION_JSON_VALUE)
class ClockController {

  /** What a clock is to show. */
  record SetRequest(@Nullable String now) {}

  /** By how much a clock is to be turned. */
  record AdvanceRequest(@Nullable String by) {}

  /** A clock as it stands. */
  record ClockResponse(String now) {}

  /**
   * A clock that was turned.
   *
   * @param now where it stands
   * @param target where it was to be turned to
   * @param outcomes how many timers got their outcomes on the way
   * @param more whether it has not come to its target
   */
  record TurnedResponse(String now, String target, int outcomes, boolean more) {

    static TurnedResponse of(Turned turned) {
      return new TurnedResponse(
          TimerResponse.time(turned.clock().now()),
          TimerResponse.time(turned.target()),
          turned.outcomes(),
          turned.more());
    }
  }

  private final TestClockService clocks;
  private final AuditLog audit;

  ClockController(TestClockService clocks, AuditLog audit) {
    this.clocks = clocks;
    this.audit = audit;
  }

  /** Returns what the clock shows. */
  @GetMapping
  Answer read(Namespace namespace) throws InterruptedException {
    return Answer.ok(new ClockResponse(TimerResponse.time(clock(namespace).now())));
  }

  private TestClock clock(Namespace namespace) throws InterruptedException {
    return Executor.blockOn(clocks.find(namespace)).orElseThrow(NoTestClockException::new);
  }

  /** Turns the clock to a time, and elapses all timers that come due on the way. */
  @PutMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
  Answer set(Namespace namespace, @RequestBody SetRequest request) throws InterruptedException {
    clock(namespace);
    if (request.now() == null) {
      throw new InvalidRequestException("now", "must be given");
    }
    Instant time = Millis.ceil(TimeText.ceil("now", request.now()));
    if (time.isAfter(Timer.LATEST)) {
      throw new InvalidRequestException("now", "must be in a year up to 9999");
    }
    try {
      return turn(namespace, new ClockTurn.To(time), null);
    } catch (ImpossibleTurnException e) {
      throw ConflictException.clockGoesForward(TimerResponse.time(e.now()));
    }
  }

  /** Turns the clock by a duration, and elapses all timers that come due on the way. */
  @PostMapping(path = "/advance", consumes = MediaType.APPLICATION_JSON_VALUE)
  Answer advance(
      Namespace namespace,
      @RequestBody AdvanceRequest request,
      @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String keyHeader)
      throws InterruptedException {
    clock(namespace);
    if (request.by() == null) {
      throw new InvalidRequestException("by", "must be given");
    }
    Duration by = DurationText.parse("by", request.by());
    String key = IdempotencyKeyHeader.parse(keyHeader);
    try {
      return turn(
          namespace,
          new ClockTurn.By(by),
          key == null ? null : new IdempotencyKey(namespace, key, by.toString()));
    } catch (ImpossibleTurnException e) {
      throw new InvalidRequestException("by", "must lead to a year up to 9999");
    } catch (ReusedKeyException e) {
      throw IdempotencyKeyHeader.reused();
    }
  }

  private Answer turn(Namespace namespace, ClockTurn turn, @Nullable IdempotencyKey key)
      throws InterruptedException {
    AuditEntry entry = audit.entry("clock.turn", namespace, null);
    return Answer.ok(
        entry.record(
            () -> {
              TurnedResponse turned =
                  TurnedResponse.of(Executor.blockOn(clocks.turn(namespace, turn, key)));
              entry.with("audit.now", turned.now()).with("audit.count", turned.outcomes());
              return turned;
            },
            turned -> turned.more() ? "more" : "turned"));
  }
}
