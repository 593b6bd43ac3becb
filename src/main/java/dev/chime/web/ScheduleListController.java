package dev.chime.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.chime.async.Executor;
import dev.chime.schedule.Schedule;
import dev.chime.schedule.ScheduleQuery;
import dev.chime.schedule.ScheduleSettings;
import dev.chime.schedule.ScheduleState;
import dev.chime.schedule.service.ScheduleService;
import dev.chime.timer.ListOrder;
import dev.chime.timer.Millis;
import dev.chime.timer.Namespace;
import dev.chime.timer.TimerQuery.Position;
import dev.chime.timer.service.NamespaceClocks;
import dev.chime.web.mvc.Answer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Lists schedules, and says when one would have its occurrences. */
@RestController
@RequestMapping(path = "/schedules", produces = MediaType.APPLICATION_JSON_VALUE)
class ScheduleListController {

  /**
   * A page of a list.
   *
   * @param next the cursor of the next page; left out on the last one
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record SchedulePage(List<ScheduleResponse> schedules, @Nullable String next) {}

  /** Instants that a schedule would have. */
  record Preview(List<String> instants) {}

  private static final int DEFAULT_LIMIT = 100;
  private static final int MOST = 1000;
  private static final int DEFAULT_INSTANTS = 5;

  /** How many schedules are looked at for one page. */
  private static final int MOST_READ = 10_000;

  private final ScheduleService schedules;
  private final NamespaceClocks clocks;

  ScheduleListController(ScheduleService schedules, NamespaceClocks clocks) {
    this.schedules = schedules;
    this.clocks = clocks;
  }

  /** Returns a page of the schedules that match all filters, in the order of their ids. */
  @GetMapping
  Answer list(
      Namespace namespace,
      @RequestParam(name = "state", required = false) @Nullable List<String> states,
      @RequestParam(name = "label", required = false) @Nullable List<String> labels,
      @RequestParam(name = "idPrefix", required = false) @Nullable String idPrefix,
      @RequestParam(name = "order", required = false) @Nullable String order,
      @RequestParam(name = "limit", required = false) @Nullable String limit,
      @RequestParam(name = "cursor", required = false) @Nullable String cursor)
      throws InterruptedException {
    Set<ScheduleState> wanted =
        StateParameters.parse(ScheduleState.class, states, "ACTIVE, PAUSED or ENDED");
    List<Map.Entry<String, String>> asked = LabelParameters.parse(labels);
    int most = NumberText.parse("limit", limit, MOST, DEFAULT_LIMIT);
    ListOrder inOrder = ListParameters.order(order);
    String last = Cursor.parseId(cursor, inOrder);
    ScheduleQuery query =
        new ScheduleQuery(namespace, ListParameters.idPrefix(idPrefix), inOrder, last, MOST);
    List<ScheduleResponse> page = new ArrayList<>();
    for (int read = 0; read < MOST_READ; read += MOST) {
      List<Schedule> some = Executor.blockOn(schedules.list(query.after(last)));
      for (Schedule each : some) {
        if (page.size() == most) {
          return answer(page, last, inOrder);
        }
        last = each.id().value();
        Map<String, String> own = each.settings().timer().labels();
        if (wanted.contains(each.state())
            && asked.stream().allMatch(l -> l.getValue().equals(own.get(l.getKey())))) {
          page.add(ScheduleResponse.of(each));
        }
      }
      if (some.size() < MOST) {
        return answer(page, null, inOrder);
      }
    }
    return answer(page, last, inOrder);
  }

  private static Answer answer(
      List<ScheduleResponse> page, @Nullable String last, ListOrder order) {
    return Answer.ok(
        new SchedulePage(page, last == null ? null : Cursor.of(new Position(null, last), order)));
  }

  /** Returns the instants that a schedule would have, without making one. */
  @GetMapping("/preview")
  Answer preview(
      Namespace namespace,
      @RequestParam(name = "cron", required = false) @Nullable String cron,
      @RequestParam(name = "every", required = false) @Nullable String every,
      @RequestParam(name = "zone", required = false) @Nullable String zone,
      @RequestParam(name = "from", required = false) @Nullable String from,
      @RequestParam(name = "count", required = false) @Nullable String count) {
    Instant now = Millis.floor(clocks.now(namespace));
    Instant start = from == null ? now : Timings.time("from", from);
    ScheduleSettings settings =
        ScheduleSettings.of(Timings.parse(cron, every, zone), from == null ? null : start);
    int most = NumberText.parse("count", count, MOST, DEFAULT_INSTANTS);
    List<String> instants = new ArrayList<>();
    Instant next = settings.next(from == null ? now : Instant.EPOCH.minusMillis(1), now);
    while (next != null && instants.size() < most) {
      instants.add(TimerResponse.time(next));
      next = settings.next(next, now);
    }
    return Answer.ok(new Preview(instants));
  }
}
