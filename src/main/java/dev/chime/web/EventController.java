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
 * Streams of timer events (server-sent events). Each stream is written by its request's own virtual
 * thread, so that a client that does not read delays nobody else.
 */
@RestController
class EventController {

  /** Tells the client that the stream has a gap, or why it ends. */
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

  /** Streams the events of all timers, or of those with these labels. */
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

  /** Streams the events of one timer, up to its outcome. */
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
        response.setStatus(HttpStatus.NO_CONTENT.value()); // tells the client not to reconnect
        return;
      }
      if (!answer(request, response)) {
        return;
      }
      EventStream stream = begin(response, subscription);
      if (!timer.isPending() && (last == null || subscription.isUpToDate())) {
        // Also after a reconnect: the outcome may be stored, but not among the events yet.
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

  /**
   * Sends the headers.
   *
   * @return whether a body follows
   */
  private static boolean answer(HttpServletRequest request, HttpServletResponse response) {
    response.setContentType("text/event-stream;charset=UTF-8");
    response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    response.setHeader("X-Accel-Buffering", "no"); // otherwise nginx buffers events
    return !HttpMethod.HEAD.matches(request.getMethod());
  }

  private EventStream begin(HttpServletResponse response, EventSubscription subscription)
      throws IOException {
    EventStream stream = new EventStream(response.getOutputStream(), mapper);
    stream.begin();
    if (subscription.hasGap()) {
      stream.event("gap", GAP, subscription);
    }
    stream.heartbeat(subscription); // gives the client an id to resume from, even if no event comes
    return stream;
  }

  /**
   * Writes events as they arrive.
   *
   * @param seenVersion the client knows changes up to this version
   * @param toItsEnd whether the stream ends with the timer's outcome
   */
  private void follow(
      EventSubscription subscription, EventStream stream, long seenVersion, boolean toItsEnd)
      throws IOException, InterruptedException {
    try {
      read(subscription, stream, seenVersion, toItsEnd);
    } catch (RejectedSpawnException e) { // too late for another status
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
          if (toItsEnd && change.kind().isOfDelivery()) {
            continue; // of an earlier timer with this id
          }
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
          Duration untilHeartbeat = limits.heartbeat().minus(stream.sinceLastWrite());
          boolean arrived =
              untilHeartbeat.isPositive()
                  && Executor.blockOn(subscription.arrival(untilHeartbeat)).isPresent();
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
