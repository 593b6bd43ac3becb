package dev.chime.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.chime.async.Executor;
import dev.chime.delivery.Delivery;
import dev.chime.delivery.DeliveryId;
import dev.chime.delivery.Settlement;
import dev.chime.delivery.pull.QueueService;
import dev.chime.timer.Namespace;
import dev.chime.timer.service.ServiceClock;
import dev.chime.web.mvc.Answer;
import dev.chime.web.problem.ConflictException;
import dev.chime.web.problem.InvalidRequestException;
import dev.chime.web.problem.NotFoundException;
import dev.chime.web.problem.Problems;
import dev.chime.web.text.DurationText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What workers say about the deliveries that they have claimed. */
@RestController
@RequestMapping(path = "/deliveries", produces = MediaType.APPLICATION_JSON_VALUE)
class SettlementController {

  /** A delivery that was carried out. */
  record AckRequest(@Nullable String token) {}

  /**
   * A delivery that is given back.
   *
   * @param delay how long nobody is to be given it; not at all unless told
   */
  record NackRequest(@Nullable String token, @Nullable String delay) {}

  /**
   * A lease that is to end later.
   *
   * @param lease how long from now
   */
  record ExtendRequest(@Nullable String token, @Nullable String lease) {}

  /** Deliveries that were carried out. */
  record AckAllRequest(@Nullable List<@Nullable Item> acks) {}

  /** One of them. */
  record Item(@Nullable String id, @Nullable String token) {}

  /** The results of all items, in their order. */
  record Results(List<Result> results) {}

  /**
   * The result of one item: what a single request would have been answered.
   *
   * @param status the HTTP status
   * @param problem the problem, if there is one
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Result(int status, @Nullable ProblemDetail problem) {

    private static final Result OK = new Result(HttpStatus.OK.value(), null);

    static Result failed(Exception e) {
      ResponseEntity<ProblemDetail> answer = Problems.of(e);
      return new Result(answer.getStatusCode().value(), answer.getBody());
    }
  }

  private static final int MOST = 1000;
  private static final Duration LONGEST_DELAY = Duration.ofDays(7);

  private final QueueService queues;
  private final ServiceClock clock;

  SettlementController(QueueService queues, ServiceClock clock) {
    this.queues = queues;
    this.clock = clock;
  }

  /** Ends a delivery that was carried out. */
  @PostMapping(path = "/{id}/ack", consumes = MediaType.APPLICATION_JSON_VALUE)
  Answer ack(Namespace namespace, @PathVariable("id") String id, @RequestBody AckRequest request)
      throws InterruptedException {
    DeliveryId deliveryId = DeliveryIds.parse(namespace, id);
    return answer(Executor.blockOn(queues.ack(deliveryId, DeliveryIds.token(request.token()))));
  }

  /** Ends deliveries that were carried out. Each is settled for itself. */
  @PostMapping(path = "/ack", consumes = MediaType.APPLICATION_JSON_VALUE)
  Answer ackAll(Namespace namespace, @RequestBody AckAllRequest request)
      throws InterruptedException {
    List<@Nullable Item> items = request.acks();
    if (items == null || items.isEmpty() || items.size() > MOST) {
      throw new InvalidRequestException("acks", "must have 1 to " + MOST + " items");
    }
    List<QueueService.Ack> valid = new ArrayList<>(items.size());
    List<@Nullable Result> results = new ArrayList<>(items.size());
    for (Item item : items) {
      try {
        valid.add(parse(namespace, item));
        results.add(null); // the store has to say
      } catch (InvalidRequestException e) {
        results.add(Result.failed(e));
      }
    }
    Iterator<Optional<Settlement.Outcome>> outcomes =
        Executor.blockOn(queues.ackAll(valid)).iterator();
    return Answer.ok(
        new Results(
            results.stream()
                .map(result -> result == null ? result(outcomes.next()) : result)
                .toList()));
  }

  private static QueueService.Ack parse(Namespace namespace, @Nullable Item item) {
    if (item == null) { // the JSON literal null
      throw new InvalidRequestException("acks", "must have objects only");
    }
    return new QueueService.Ack(
        DeliveryIds.parse(namespace, item.id()), DeliveryIds.token(item.token()));
  }

  private Result result(Optional<Settlement.Outcome> outcome) {
    try {
      settled(outcome);
      return Result.OK;
    } catch (NotFoundException | ConflictException e) {
      return Result.failed(e);
    }
  }

  /** Gives a delivery back, for somebody else or another time. */
  @PostMapping(path = "/{id}/nack", consumes = MediaType.APPLICATION_JSON_VALUE)
  Answer nack(Namespace namespace, @PathVariable("id") String id, @RequestBody NackRequest request)
      throws InterruptedException {
    DeliveryId deliveryId = DeliveryIds.parse(namespace, id);
    String token = DeliveryIds.token(request.token());
    return answer(Executor.blockOn(queues.nack(deliveryId, token, delay(request.delay()))));
  }

  private static Duration delay(@Nullable String text) {
    Duration delay = text == null ? Duration.ZERO : DurationText.parse("delay", text);
    if (delay.compareTo(LONGEST_DELAY) > 0) {
      throw new InvalidRequestException("delay", "must be at most 7 days");
    }
    return delay;
  }

  /** Has a lease end later, or earlier. */
  @PostMapping(path = "/{id}/extend", consumes = MediaType.APPLICATION_JSON_VALUE)
  Answer extend(
      Namespace namespace, @PathVariable("id") String id, @RequestBody ExtendRequest request)
      throws InterruptedException {
    DeliveryId deliveryId = DeliveryIds.parse(namespace, id);
    String token = DeliveryIds.token(request.token());
    Duration lease = LeaseText.parse(request.lease());
    return answer(Executor.blockOn(queues.extend(deliveryId, token, lease)));
  }

  private Answer answer(Optional<Settlement.Outcome> outcome) {
    return Answer.ok(DeliveryResponse.of(settled(outcome), clock.instant()));
  }

  private Delivery settled(Optional<Settlement.Outcome> outcome) {
    return switch (outcome.orElseThrow(NotFoundException::delivery)) {
      case Settlement.Outcome.Settled(Delivery delivery) -> delivery;
      case Settlement.Outcome.Stale(Delivery delivery) ->
          throw ConflictException.staleLease(DeliveryResponse.of(delivery, clock.instant()));
    };
  }
}
