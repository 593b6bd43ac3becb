package dev.chime.web;

import dev.chime.async.Executor;
import dev.chime.async.Future;
import dev.chime.timer.Namespace;
import dev.chime.timer.Timer;
import dev.chime.timer.TimerId;
import dev.chime.timer.service.TimerService;
import dev.chime.timer.service.WaitMode;
import dev.chime.web.mvc.Answer;
import dev.chime.web.mvc.ParkedRequests;
import dev.chime.web.problem.InvalidRequestException;
import dev.chime.web.problem.UnknownTimerException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Waits for several timers. */
@RestController
class WaitController {

  /** The timers, in the order of the ids in the request. */
  record Waited(List<TimerResponse> timers) {}

  private static final int MOST = 100;

  private final TimerService timers;
  private final TimerAnswers answers;
  private final ParkedRequests parked;
  private final WebLimits limits;

  WaitController(
      TimerService timers, TimerAnswers answers, ParkedRequests parked, WebLimits limits) {
    this.timers = timers;
    this.answers = answers;
    this.parked = parked;
    this.limits = limits;
  }

  /** Waits until any or all of several timers have their outcome. */
  @GetMapping(path = "/timers/wait", produces = MediaType.APPLICATION_JSON_VALUE)
  @Nullable Answer await(
      Namespace namespace,
      @RequestParam(name = "id", required = false) @Nullable List<String> ids,
      @RequestParam(name = "mode", required = false) @Nullable String mode,
      @RequestParam(name = "wait", required = false) @Nullable String wait,
      @RequestHeader(name = "Prefer", required = false) @Nullable List<String> prefer,
      HttpServletRequest request)
      throws InterruptedException {
    List<TimerId> several = parse(namespace, ids);
    WaitMode waitMode = parseMode(mode);
    WaitPreference preference = WaitPreference.of(wait, prefer, limits);
    List<Timer> now =
        known(
            several, Executor.blockOn(Future.joinAll(several.stream().map(timers::find).toList())));
    if (isOver(now, waitMode) || preference.duration().isZero()) {
      return Executor.blockOn(answer(now, preference));
    }
    return parked.park(
        request,
        TimerService.affinity(several.getFirst()),
        timers
            .awaitSeveral(several, waitMode, limits.spread(preference.duration()))
            .then(found -> answer(known(several, found), preference)));
  }

  private static boolean isOver(List<Timer> all, WaitMode mode) {
    return mode == WaitMode.ANY
        ? !all.stream().allMatch(Timer::isPending)
        : all.stream().noneMatch(Timer::isPending);
  }

  private static List<TimerId> parse(Namespace namespace, @Nullable List<String> ids) {
    if (ids == null || ids.isEmpty()) {
      throw new InvalidRequestException("id", "must be given, once for each timer");
    }
    List<TimerId> several =
        ids.stream().distinct().map(id -> TimerIds.parse(namespace, id)).toList();
    if (several.size() > MOST) {
      throw new InvalidRequestException("id", "must be given at most " + MOST + " times");
    }
    return several;
  }

  private static WaitMode parseMode(@Nullable String mode) {
    return switch (mode) {
      case null -> WaitMode.ANY;
      case "any" -> WaitMode.ANY;
      case "all" -> WaitMode.ALL;
      default -> throw new InvalidRequestException("mode", "must be any or all");
    };
  }

  private static List<Timer> known(List<TimerId> ids, List<Optional<Timer>> found) {
    List<TimerId> unknown = new ArrayList<>();
    for (int i = 0; i < ids.size(); i++) {
      if (found.get(i).isEmpty()) {
        unknown.add(ids.get(i));
      }
    }
    if (!unknown.isEmpty()) {
      throw new UnknownTimerException(unknown);
    }
    return found.stream().map(Optional::orElseThrow).toList();
  }

  private Future<Answer> answer(List<Timer> all, WaitPreference preference) {
    return answers
        .bodies(all)
        .map(bodies -> Answer.ok(new Waited(bodies)).withPreference(preference.applied()));
  }
}
