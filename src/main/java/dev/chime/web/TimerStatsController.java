package dev.chime.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.chime.async.Executor;
import dev.chime.timer.Millis;
import dev.chime.timer.Namespace;
import dev.chime.timer.Timer;
import dev.chime.timer.TimerState;
import dev.chime.timer.service.TimerService;
import dev.chime.web.mvc.Answer;
import dev.chime.web.problem.InvalidRequestException;
import dev.chime.web.text.TimeText;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** How many timers there are. */
@RestController
@RequestMapping(path = "/timers", produces = MediaType.APPLICATION_JSON_VALUE)
class TimerStatsController {

  /**
   * How many timers of a namespace have each state.
   *
   * @param now the time by which the namespace goes
   */
  record TimerStats(long pending, long elapsed, long cancelled, long skipped, String now) {}

  /** How many timers are due when. The end of a bucket is the beginning of the next one. */
  record Histogram(String from, String to, List<Bucket> buckets) {}

  /**
   * How many timers are due in a part of the time.
   *
   * @param from the beginning of the part
   * @param more true if there are more than were counted; else left out
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Bucket(String from, int count, @Nullable Boolean more) {}

  /** What the answer depends on; null where it is not given. */
  private record Question(
      Namespace namespace, @Nullable Instant from, @Nullable Instant to, int buckets) {}

  private static final Duration DEFAULT_RANGE = Duration.ofHours(1);
  private static final int DEFAULT_BUCKETS = 60;
  private static final int MOST_BUCKETS = 120;
  private static final int MOST_COUNTED = 10_000;

  private final TimerService timers;
  private final CostlyAnswers answers;

  TimerStatsController(TimerService timers, CostlyAnswers answers) {
    this.timers = timers;
    this.answers = answers;
  }

  /** Returns how many timers have each state. */
  @GetMapping("/stats")
  Answer stats(Namespace namespace) throws InterruptedException {
    Map<TimerState, Long> counts = Executor.blockOn(timers.counts(namespace));
    return Answer.ok(
        new TimerStats(
            counts.getOrDefault(TimerState.PENDING, 0L),
            counts.getOrDefault(TimerState.ELAPSED, 0L),
            counts.getOrDefault(TimerState.CANCELLED, 0L),
            counts.getOrDefault(TimerState.SKIPPED, 0L),
            TimerResponse.time(timers.clocks().now(namespace))));
  }

  /** Returns how many pending timers are due in each part of a time. */
  @GetMapping("/histogram")
  Answer histogram(
      Namespace namespace,
      @RequestParam(name = "from", required = false) @Nullable String from,
      @RequestParam(name = "to", required = false) @Nullable String to,
      @RequestParam(name = "buckets", required = false) @Nullable String buckets)
      throws InterruptedException {
    Question asked =
        new Question(
            namespace,
            from == null ? testNow(namespace) : Millis.floor(TimeText.floor("from", from)),
            to == null ? null : Millis.ceil(TimeText.ceil("to", to)),
            NumberText.parse("buckets", buckets, MOST_BUCKETS, DEFAULT_BUCKETS));
    if (asked.from() != null) {
      bounds(asked, asked.from()); // refused before it waits
    }
    return Answer.ok(answers.get(asked, () -> count(asked)));
  }

  /** A test clock that was turned shows another time, and asks for another answer. */
  private @Nullable Instant testNow(Namespace namespace) {
    return timers.clocks().isTest(namespace) ? timers.clocks().now(namespace) : null;
  }

  private Histogram count(Question asked) throws InterruptedException {
    Instant from = asked.from();
    List<Instant> bounds =
        bounds(asked, from == null ? Millis.floor(timers.clocks().now(asked.namespace())) : from);
    List<Bucket> buckets = new ArrayList<>();
    for (int i = 0; i < asked.buckets(); i++) {
      int count =
          Executor.blockOn(
              timers.countPending(
                  asked.namespace(), bounds.get(i), bounds.get(i + 1), MOST_COUNTED + 1));
      buckets.add(
          new Bucket(
              TimerResponse.time(bounds.get(i)),
              Math.min(count, MOST_COUNTED),
              count > MOST_COUNTED ? true : null));
    }
    return new Histogram(
        TimerResponse.time(bounds.getFirst()), TimerResponse.time(bounds.getLast()), buckets);
  }

  /** The beginnings of the buckets, and the end of the last one: whole milliseconds. */
  private static List<Instant> bounds(Question asked, Instant from) {
    Instant to = asked.to() == null ? from.plus(DEFAULT_RANGE) : asked.to();
    if (to.isAfter(Timer.LATEST)) {
      throw new InvalidRequestException("to", "must be in a year up to 9999");
    }
    long length = to.toEpochMilli() - from.toEpochMilli();
    if (length < asked.buckets()) {
      throw new InvalidRequestException(
          "to", "must be after from, by a millisecond for each bucket at least");
    }
    List<Instant> bounds = new ArrayList<>();
    for (int i = 0; i <= asked.buckets(); i++) {
      bounds.add(from.plusMillis(length * i / asked.buckets()));
    }
    return bounds;
  }
}
