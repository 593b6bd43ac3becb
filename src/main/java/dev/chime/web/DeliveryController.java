package dev.chime.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.chime.async.Executor;
import dev.chime.delivery.Attempt;
import dev.chime.delivery.Delivery;
import dev.chime.delivery.DeliveryId;
import dev.chime.delivery.DeliveryQuery;
import dev.chime.delivery.DeliveryState;
import dev.chime.delivery.DeliveryStore;
import dev.chime.delivery.RetryAll;
import dev.chime.timer.Destination;
import dev.chime.timer.ListOrder;
import dev.chime.timer.Millis;
import dev.chime.timer.Namespace;
import dev.chime.timer.TimerQuery.Position;
import dev.chime.timer.service.NamespaceClocks;
import dev.chime.timer.service.ServiceClock;
import dev.chime.web.mvc.Answer;
import dev.chime.web.problem.InvalidRequestException;
import dev.chime.web.problem.NotFoundException;
import dev.chime.web.text.TimeText;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Deliveries: list them, look into one, have them tried again. */
@RestController
@RequestMapping(path = "/deliveries", produces = MediaType.APPLICATION_JSON_VALUE)
class DeliveryController {

  /**
   * A page of a list.
   *
   * @param next the cursor of the next page; left out on the last one
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record DeliveryPage(List<DeliveryResponse> deliveries, @Nullable String next) {}

  /** The number of deliveries that are tried again. */
  record Retried(int retried) {}

  private static final int DEFAULT_LIMIT = 100;
  private static final int MOST = 1000;

  private final DeliveryStore store;
  private final ServiceClock clock;
  private final NamespaceClocks clocks;

  DeliveryController(DeliveryStore store, NamespaceClocks clocks) {
    this.store = store;
    this.clock = clocks.service();
    this.clocks = clocks;
  }

  /** Returns a page of the deliveries that match all filters. */
  @GetMapping
  Answer list(
      Namespace namespace,
      @RequestParam(name = "state", required = false) @Nullable List<String> states,
      @RequestParam(name = "endpoint", required = false) @Nullable String endpoint,
      @RequestParam(name = "queue", required = false) @Nullable String queue,
      @RequestParam(name = "since", required = false) @Nullable String since,
      @RequestParam(name = "idPrefix", required = false) @Nullable String idPrefix,
      @RequestParam(name = "order", required = false) @Nullable String order,
      @RequestParam(name = "limit", required = false) @Nullable String limit,
      @RequestParam(name = "cursor", required = false) @Nullable String cursor)
      throws InterruptedException {
    ListOrder inOrder = ListParameters.order(order);
    DeliveryQuery.Page page =
        Executor.blockOn(
            store.list(
                new DeliveryQuery(
                    namespace,
                    StateParameters.parse(
                        DeliveryState.class, states, "PENDING, LEASED, DELIVERED or DEAD"),
                    destination(endpoint, queue),
                    since(since),
                    ListParameters.idPrefix(idPrefix),
                    inOrder,
                    Cursor.parseId(cursor, inOrder),
                    NumberText.parse("limit", limit, MOST, DEFAULT_LIMIT))));
    Instant now = clock.instant();
    return Answer.ok(
        new DeliveryPage(
            page.deliveries().stream().map(each -> DeliveryResponse.of(each, now)).toList(),
            page.next() == null ? null : Cursor.of(new Position(null, page.next()), inOrder)));
  }

  /** Returns a delivery with its attempts. */
  @GetMapping("/{id}")
  Answer find(Namespace namespace, @PathVariable("id") String id) throws InterruptedException {
    DeliveryId deliveryId = DeliveryIds.parse(namespace, id);
    Delivery delivery = known(deliveryId);
    List<Attempt> attempts = Executor.blockOn(store.attempts(deliveryId));
    return Answer.ok(DeliveryResponse.of(delivery, attempts, clock.instant()));
  }

  private Delivery known(DeliveryId id) throws InterruptedException {
    return Executor.blockOn(store.find(List.of(id)))
        .getFirst()
        .orElseThrow(NotFoundException::delivery);
  }

  /** Has a delivery tried again at once. What is being carried out, or has been, stays as it is. */
  @PostMapping("/{id}/retry")
  Answer retry(Namespace namespace, @PathVariable("id") String id) throws InterruptedException {
    DeliveryId deliveryId = DeliveryIds.parse(namespace, id);
    List<Delivery> changed =
        Executor.blockOn(store.retry(List.of(deliveryId), Millis.floor(clock.instant())));
    Delivery delivery = changed.isEmpty() ? known(deliveryId) : changed.getFirst();
    return Answer.ok(DeliveryResponse.of(delivery, clock.instant()));
  }

  /** Has all deliveries tried again that match all filters. */
  @PostMapping("/retry")
  Answer retryAll(
      Namespace namespace,
      @RequestParam(name = "state", required = false) @Nullable String state,
      @RequestParam(name = "endpoint", required = false) @Nullable String endpoint,
      @RequestParam(name = "queue", required = false) @Nullable String queue,
      @RequestParam(name = "since", required = false) @Nullable String since)
      throws InterruptedException {
    DeliveryQuery query =
        new DeliveryQuery(
            namespace,
            Set.of(retryable(state)),
            destination(endpoint, queue),
            since(since),
            null,
            MOST);
    return Answer.ok(
        new Retried(Executor.blockOn(new RetryAll(store, query, clocks.now(namespace), clock))));
  }

  private static DeliveryState retryable(@Nullable String state) {
    return switch (state) {
      case null -> DeliveryState.DEAD;
      case "DEAD" -> DeliveryState.DEAD;
      case "PENDING" -> DeliveryState.PENDING;
      default -> throw new InvalidRequestException("state", "must be DEAD or PENDING");
    };
  }

  private static @Nullable Destination destination(
      @Nullable String endpoint, @Nullable String queue) {
    if (endpoint != null && queue != null) {
      throw new InvalidRequestException("queue", "must not be given together with endpoint");
    }
    if (endpoint != null) {
      return DestinationNames.endpoint("endpoint", endpoint);
    }
    return queue == null ? null : DestinationNames.queue("queue", queue);
  }

  private static @Nullable Instant since(@Nullable String text) {
    return text == null ? null : Millis.ceil(TimeText.ceil("since", text));
  }
}
