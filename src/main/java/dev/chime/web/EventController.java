package dev.chime.web;

import dev.chime.async.Executor;
import dev.chime.async.RejectedSpawnException;
import dev.chime.timer.Namespace;
import dev.chime.timer.Timer;
import dev.chime.timer.TimerChange;
import dev.chime.timer.TimerId;
import dev.chime.timer.service.EventSubscription;
import dev.chime.timer.service.EventSubscription.Next;
import dev.chime.timer.service.EventSubscription.Overtaken;
import dev.chime.timer.service.EventSubscription.Step;
import dev.chime.timer.service.EventSubscription.UpToDate;
import dev.chime.timer.service.TimerService;
import dev.chime.web.problem.UnknownTimerException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/**
 * Streams of what becomes of timers. Each is written by its request's own virtual thread, so that
 * one who does not read holds up nobody else.
 */
@RestController
class EventController {

  /** Why a stream has missed something, or ends. */
  record Reason(String reason) {}

  private static final Logger LOG = LoggerFactory.getLogger(EventController.class);

  private static final Reason GAP =
      new Reason("Events after the one asked for are not kept any more: list the timers again.");
  private static final Reason NO_ROOM =
      new Reason("The server has no room at present for one more that waits.");
  private static final Reason TOO_SLOW =
      new Reason("This client reads too slowly: events were lost before they could be sent.");

  private final TimerService timers;
  private final TimerAnswers answers;
  private final JsonMapper mapper;
  private final WebLimits limits;

  EventController(TimerService timers, TimerAnswers answers, JsonMapper mapper, WebLimits limits) {
    this.timers = timers;
    this.answers = answers;
    this.mapper = mapper;
    this.limits = limits;
  }

  /** What becomes of all timers, or of those with these labels. */
  @GetMapping("/timers/events")
  void all(
      Namespace namespace,
      @RequestParam(name = "label", required = false) @Nullable List<String> labels,
      @RequestHeader(name = "Last-Event-ID", required = false) @Nullable String lastEventId,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException, InterruptedException {
    List<Map.Entry<String, String>> wanted = LabelParameters.parse(labels);
    LastEventId last = LastEventId.parse(lastEventId);
    try (EventSubscription subscription =
        timers.subscribe(
            namespace,
            timer -> timer.labels().entrySet().containsAll(wanted),
            LastEventId.placeOf(last))) {
      if (answer(request, response)) {
        follow(subscription, begin(response, subscription), 0, false);
      }
    } catch (IOException e) {
      LOG.debug("a reader of events has gone: {}", e.getMessage());
    }
  }

  /** What becomes of one timer, until it has its outcome. */
  @GetMapping("/timers/{id}/events")
  void one(
      Namespace namespace,
      @PathVariable("id") String id,
      @RequestHeader(name = "Last-Event-ID", required = false) @Nullable String lastEventId,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException, InterruptedException {
    TimerId timerId = TimerIds.parse(namespace, id);
    LastEventId last = LastEventId.parse(lastEventId);
    try (EventSubscription subscription =
        timers.subscribe(
            namespace, timer -> timer.id().equals(timerId), LastEventId.placeOf(last))) {
      Timer timer =
          Executor.blockOn(timers.find(timerId))
              .orElseThrow(() -> new UnknownTimerException(timerId));
      if (last != null && last.isEnd() && !timer.isPending()) {
        response.setStatus(HttpStatus.NO_CONTENT.value()); // nothing more to come back for
        return;
      }
      if (!answer(request, response)) {
        return;
      }
      EventStream stream = begin(response, subscription);
      if (!timer.isPending() && (last == null || subscription.isUpToDate())) {
        // Also of one who comes back: the outcome may be stored and not among the events yet.
        stream.lastEvent("state", answers.body(timer), subscription);
      } else if (last == null || subscription.hasGap()) {
        stream.event("state", answers.body(timer), subscription);
        follow(subscription, stream, timer.version(), true);
      } else {
        follow(subscription, stream, 0, true);
      }
      stream.flush();
    } catch (IOException e) {
      LOG.debug("a reader of events has gone: {}", e.getMessage());
    }
  }

  /** Sends the headers. Whether a body is to follow. */
  private static boolean answer(HttpServletRequest request, HttpServletResponse response) {
    response.setContentType("text/event-stream;charset=UTF-8");
    response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    response.setHeader("X-Accel-Buffering", "no"); // nginx would hold events back
    return !HttpMethod.HEAD.matches(request.getMethod());
  }

  private EventStream begin(HttpServletResponse response, EventSubscription subscription)
      throws IOException {
    EventStream stream = new EventStream(response.getOutputStream(), mapper);
    stream.begin();
    if (subscription.hasGap()) {
      stream.event("gap", GAP, subscription);
    }
    stream.heartbeat(subscription); // says where to resume even if no event ever comes
    return stream;
  }

  /**
   * Writes events as they come.
   *
   * @param seenVersion changes up to this version are known to the client
   * @param toItsEnd whether to end with a timer's outcome
   */
  private void follow(
      EventSubscription subscription, EventStream stream, long seenVersion, boolean toItsEnd)
      throws IOException, InterruptedException {
    try {
      read(subscription, stream, seenVersion, toItsEnd);
    } catch (RejectedSpawnException e) { // the status has been sent
      stream.event("dropped", NO_ROOM, subscription);
      stream.flush();
    }
  }

  private void read(
      EventSubscription subscription, EventStream stream, long seenVersion, boolean toItsEnd)
      throws IOException, InterruptedException {
    while (true) {
      Step step = subscription.next();
      switch (step) {
        case Next next -> {
          TimerChange change = next.event().change();
          Timer timer = change.timer();
          if (toItsEnd && !timer.isPending()) {
            stream.lastEvent(change.kind().name(), answers.body(timer), subscription);
            return;
          }
          if (timer.version() > seenVersion) {
            stream.event(change.kind().name(), answers.body(timer), subscription);
          }
        }
        case Overtaken overtaken -> {
          stream.event("dropped", TOO_SLOW, subscription);
          stream.flush();
          return;
        }
        case UpToDate upToDate -> {
          stream.flush();
          Duration patience = limits.heartbeat().minus(stream.silence());
          boolean arrived =
              patience.isPositive() && Executor.blockOn(subscription.arrival(patience)).isPresent();
          if (subscription.isEnding()) {
            return;
          }
          if (!arrived) {
            stream.heartbeat(subscription);
          }
        }
      }
    }
  }
}
