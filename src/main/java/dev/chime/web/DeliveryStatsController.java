package dev.chime.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.chime.async.Executor;
import dev.chime.delivery.DeliveryStore;
import dev.chime.delivery.OpenLane;
import dev.chime.timer.Destination;
import dev.chime.timer.Namespace;
import dev.chime.web.mvc.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** How many deliveries there are, and where they go. */
@RestController
@RequestMapping(path = "/deliveries", produces = MediaType.APPLICATION_JSON_VALUE)
class DeliveryStatsController {

  /**
   * How many deliveries of a namespace have each state that is of interest, and where the open ones
   * go.
   *
   * @param more true if there are more of any than were counted; else left out
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record DeliveryStats(
      int pending,
      int leased,
      int dead,
      @Nullable Boolean more,
      List<OpenDestination> destinations) {}

  /**
   * The open deliveries of an endpoint, a queue, or an address: one of the three is given.
   *
   * @param open how many
   * @param more true if there are more than were counted; else left out
   * @param oldestAt when the first one became available, or does
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record OpenDestination(
      @Nullable String to,
      @Nullable String queue,
      @Nullable String url,
      int open,
      @Nullable Boolean more,
      String oldestAt) {}

  /** What the answer depends on. */
  private record Question(Namespace namespace) {}

  private static final int MOST_DESTINATIONS = 100;
  private static final int MOST_COUNTED = 10_000;

  private final DeliveryStore store;
  private final CostlyAnswers answers;

  DeliveryStatsController(DeliveryStore store, CostlyAnswers answers) {
    this.store = store;
    this.answers = answers;
  }

  /** Returns how many deliveries there are. */
  @GetMapping("/stats")
  Answer stats(Namespace namespace) throws InterruptedException {
    return Answer.ok(answers.get(new Question(namespace), () -> count(namespace)));
  }

  private DeliveryStats count(Namespace namespace) throws InterruptedException {
    int dead = Executor.blockOn(store.countDead(namespace, MOST_COUNTED + 1));
    int pending = 0;
    int leased = 0;
    boolean more = dead > MOST_COUNTED;
    List<OpenDestination> destinations = new ArrayList<>();
    Optional<OpenLane> next = next(namespace, null);
    while (next.isPresent() && destinations.size() < MOST_DESTINATIONS) {
      OpenLane lane = next.get();
      boolean isCut = lane.open() > MOST_COUNTED;
      more |= isCut;
      pending += lane.pending();
      leased += lane.leased();
      destinations.add(destination(lane, isCut));
      next = next(namespace, lane.lane().destination());
    }
    more |= next.isPresent();
    return new DeliveryStats(
        pending, leased, Math.min(dead, MOST_COUNTED), more ? true : null, destinations);
  }

  private Optional<OpenLane> next(Namespace namespace, @Nullable Destination after)
      throws InterruptedException {
    return Executor.blockOn(store.nextOpen(namespace, after, MOST_COUNTED + 1));
  }

  private static OpenDestination destination(OpenLane lane, boolean isCut) {
    DeliverField deliver =
        Objects.requireNonNull(DeliverField.of(lane.lane().destination()), "it has one");
    return new OpenDestination(
        deliver.to(),
        deliver.queue(),
        deliver.url(),
        Math.min(lane.open(), MOST_COUNTED),
        isCut ? true : null,
        TimerResponse.time(lane.firstAt()));
  }
}
