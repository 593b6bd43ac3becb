package dev.chime.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.chime.async.Executor;
import dev.chime.timer.Namespace;
import dev.chime.timer.TimerQuery;
import dev.chime.timer.TimerState;
import dev.chime.timer.service.TimerService;
import dev.chime.web.audit.AuditEntry;
import dev.chime.web.audit.AuditLog;
import dev.chime.web.mvc.Answer;
import dev.chime.web.problem.InvalidRequestException;
import dev.chime.web.text.TimeText;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Many timers at once: list and cancel. */
@RestController
@RequestMapping(path = "/timers", produces = MediaType.APPLICATION_JSON_VALUE)
class TimerListController {

  /**
   * A page of a list.
   *
   * @param next the cursor of the next page; left out on the last one
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record TimerPage(List<TimerResponse> timers, @Nullable String next) {}

  /** The number of timers that a request cancelled. */
  record Cancelled(int cancelled) {}

  private static final int DEFAULT_LIMIT = 100;
  private static final int MOST = 1000;

  private final TimerService timers;
  private final TimerAnswers answers;
  private final AuditLog audit;

  TimerListController(TimerService timers, TimerAnswers answers, AuditLog audit) {
    this.timers = timers;
    this.answers = answers;
    this.audit = audit;
  }

  /** Returns a page of the timers that match all filters. */
  @GetMapping
  Answer list(
      Namespace namespace,
      @RequestParam(name = "state", required = false) @Nullable List<String> states,
      @RequestParam(name = "label", required = false) @Nullable List<String> labels,
      @RequestParam(name = "deliver", required = false) @Nullable String deliver,
      @RequestParam(name = "idPrefix", required = false) @Nullable String idPrefix,
      @RequestParam(name = "dueAfter", required = false) @Nullable String dueAfter,
      @RequestParam(name = "dueBefore", required = false) @Nullable String dueBefore,
      @RequestParam(name = "order", required = false) @Nullable String order,
      @RequestParam(name = "limit", required = false) @Nullable String limit,
      @RequestParam(name = "cursor", required = false) @Nullable String cursor)
      throws InterruptedException {
    TimerQuery first =
        new TimerQuery(
            namespace,
            StateParameters.parse(
                TimerState.class, states, "PENDING, ELAPSED, CANCELLED or SKIPPED"),
            LabelParameters.parse(labels),
            deliver == null ? null : DestinationNames.any("deliver", deliver),
            ListParameters.idPrefix(idPrefix),
            dueAfter == null ? null : TimeText.floor("dueAfter", dueAfter),
            dueBefore == null ? null : TimeText.ceil("dueBefore", dueBefore),
            ListParameters.order(order),
            null,
            NumberText.parse("limit", limit, MOST, DEFAULT_LIMIT));
    TimerQuery query =
        cursor == null
            ? first
            : first.from(Cursor.parse(cursor, first.isByDeadline(), first.order()));
    TimerQuery.Page page = Executor.blockOn(timers.list(query));
    return Answer.ok(
        new TimerPage(
            Executor.blockOn(answers.bodies(page.timers())),
            page.next() == null ? null : Cursor.of(page.next(), query.order())));
  }

  /** Cancels all pending timers with these labels. */
  @DeleteMapping
  Answer cancel(
      Namespace namespace,
      @RequestParam(name = "label", required = false) @Nullable List<String> labels)
      throws InterruptedException {
    List<Map.Entry<String, String>> asked = LabelParameters.parse(labels);
    if (asked.isEmpty()) {
      throw new InvalidRequestException("label", "must be given: which timers to cancel");
    }
    TimerQuery query =
        new TimerQuery(namespace, Set.of(TimerState.PENDING), asked, null, null, null, MOST);
    AuditEntry entry =
        audit.entry("timer.cancel-all", namespace, null).with("audit.labels", asked.toString());
    Integer cancelled =
        entry.record(
            () -> {
              Integer count = Executor.blockOn(timers.cancelAll(query));
              entry.with("audit.count", count);
              return count;
            },
            count -> "cancelled");
    return Answer.ok(new Cancelled(cancelled));
  }
}
