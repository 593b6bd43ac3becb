package dev.chime.web;

import dev.chime.async.Executor;
import dev.chime.delivery.Delivery;
import dev.chime.delivery.Lane;
import dev.chime.delivery.pull.QueueService;
import dev.chime.timer.Namespace;
import dev.chime.timer.service.ServiceClock;
import dev.chime.web.mvc.Answer;
import dev.chime.web.mvc.ParkedRequests;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Queues: workers claim what has elapsed. */
@RestController
class QueueController {

  /** The deliveries that a worker was given; none if the wait has ended. */
  record Claimed(List<Leased> deliveries) {}

  /**
   * A delivery that a worker was given.
   *
   * @param token what it is settled with
   * @param attempt 1 for the first one
   */
  record Leased(String id, String token, int attempt, String leaseEndsAt, TimerResponse timer) {

    static Leased of(Delivery delivery, Instant now) {
      return new Leased(
          delivery.id().value(),
          Objects.requireNonNull(delivery.token()),
          delivery.attempts(),
          TimerResponse.time(Objects.requireNonNull(delivery.availableAt())),
          TimerResponse.of(delivery.timer(), now));
    }
  }

  private static final int MOST = 100;
  private static final int UNLESS_TOLD = 10;

  private final QueueService queues;
  private final ServiceClock clock;
  private final ParkedRequests parked;
  private final WebLimits limits;

  QueueController(
      QueueService queues, ServiceClock clock, ParkedRequests parked, WebLimits limits) {
    this.queues = queues;
    this.clock = clock;
    this.parked = parked;
    this.limits = limits;
  }

  /** Leases deliveries from a queue, and waits for the first one if there is none. */
  @PostMapping(path = "/queues/{name}/claim", produces = MediaType.APPLICATION_JSON_VALUE)
  @Nullable Answer claim(
      Namespace namespace,
      @PathVariable("name") String name,
      @RequestParam(name = "max", required = false) @Nullable String max,
      @RequestParam(name = "lease", required = false) @Nullable String lease,
      @RequestParam(name = "wait", required = false) @Nullable String wait,
      @RequestHeader(name = "Prefer", required = false) @Nullable List<String> prefer,
      HttpServletRequest request)
      throws InterruptedException {
    Lane lane = new Lane(namespace, DestinationNames.queue("name", name));
    int most = NumberText.parse("max", max, MOST, UNLESS_TOLD);
    Duration leased = LeaseText.parse(lease);
    WaitPreference preference = WaitPreference.of(wait, prefer, limits, Duration.ZERO);
    boolean waits = !preference.duration().isZero();
    if (!waits || !queues.isAwaited(lane)) { // whoever waits comes first
      List<Delivery> now = Executor.blockOn(queues.claim(lane, most, leased));
      if (!waits || !now.isEmpty()) {
        return answer(now, preference);
      }
    }
    return parked.park(
        request,
        QueueService.affinity(lane),
        queues
            .claim(lane, most, leased, limits.spread(preference.duration()))
            .map(deliveries -> answer(deliveries, preference)));
  }

  private Answer answer(List<Delivery> deliveries, WaitPreference preference) {
    Instant now = clock.instant();
    return Answer.ok(
            new Claimed(deliveries.stream().map(delivery -> Leased.of(delivery, now)).toList()))
        .withPreference(preference.applied());
  }
}
