package dev.chime.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.chime.async.Executor;
import dev.chime.schedule.NoInstantException;
import dev.chime.schedule.Progress.Pending;
import dev.chime.schedule.Schedule;
import dev.chime.schedule.ScheduleChange;
import dev.chime.schedule.ScheduleChanges;
import dev.chime.schedule.ScheduleId;
import dev.chime.schedule.ScheduleSettings;
import dev.chime.schedule.ScheduleStore.Decision.Done;
import dev.chime.schedule.UnknownScheduleException;
import dev.chime.schedule.service.ScheduleService;
import dev.chime.timer.Namespace;
import dev.chime.timer.Timer;
import dev.chime.web.audit.AuditLog;
import dev.chime.web.mvc.Answer;
import dev.chime.web.problem.ConflictException;
import dev.chime.web.problem.InvalidRequestException;
import dev.chime.web.problem.NotFoundException;
import dev.chime.web.text.EntityTags;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Schedules: make, change, pause, resume, trigger and delete one. */
@RestController
@RequestMapping(path = "/schedules", produces = MediaType.APPLICATION_JSON_VALUE)
class ScheduleController {

  /**
   * What was deleted with a schedule.
   *
   * @param cancelled the id of its pending occurrence; left out if there was none
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Deleted(@Nullable String cancelled) {}

  private final ScheduleService schedules;
  private final TimerAnswers answers;
  private final AuditLog audit;
  private final WebLimits limits;

  ScheduleController(
      ScheduleService schedules, TimerAnswers answers, AuditLog audit, WebLimits limits) {
    this.schedules = schedules;
    this.answers = answers;
    this.audit = audit;
    this.limits = limits;
  }

  /** Makes a schedule, or changes it. */
  @PutMapping(path = "/{id}", consumes = MediaType.APPLICATION_JSON_VALUE)
  Answer put(
      Namespace namespace,
      @PathVariable("id") String id,
      @RequestBody ScheduleRequest request,
      @RequestHeader(name = "If-Match", required = false) @Nullable List<String> ifMatch,
      @RequestHeader(name = "If-None-Match", required = false) @Nullable List<String> ifNoneMatch)
      throws InterruptedException {
    ScheduleId scheduleId = ScheduleIds.parse(namespace, id);
    EntityTags present = EntityTags.parse("If-Match", ifMatch);
    EntityTags absent = EntityTags.parse("If-None-Match", ifNoneMatch);
    ScheduleSettings settings = request.toSettings(limits);
    Done done;
    try {
      done =
          change(
              "schedule.put",
              scheduleId,
              ScheduleChanges.put(scheduleId, settings, before -> check(before, present, absent)));
    } catch (NoInstantException e) {
      throw new InvalidRequestException(
          settings.until() == null ? "cron" : "until",
          "must leave at least one occurrence from now on");
    }
    return done.isNew()
        ? answer(HttpStatus.CREATED, schedule(done), "/schedules/" + id)
        : answer(HttpStatus.OK, schedule(done), null);
  }

  private static void check(
      @Nullable Schedule before, @Nullable EntityTags present, @Nullable EntityTags absent) {
    if (present != null && (before == null || !present.matchStrongly(before.version()))) {
      throw ConflictException.precondition(
          "If-Match", "must be met by the schedule", "schedule", body(before));
    }
    if (absent != null && before != null && absent.match(before.version())) {
      throw ConflictException.precondition(
          "If-None-Match", "must not be met by the schedule", "schedule", body(before));
    }
  }

  private static @Nullable ScheduleResponse body(@Nullable Schedule schedule) {
    return schedule == null ? null : ScheduleResponse.of(schedule);
  }

  private static Schedule schedule(Done done) {
    return Objects.requireNonNull(done.schedule());
  }

  private static Answer answer(HttpStatus status, Schedule schedule, @Nullable String location) {
    return new Answer(
        status, ScheduleResponse.of(schedule), EntityTags.of(schedule.version()), location, null);
  }

  private Done change(String action, ScheduleId id, ScheduleChange change)
      throws InterruptedException {
    return audit
        .entry(action, id.namespace(), id.value())
        .record(
            () -> {
              try {
                return Executor.blockOn(schedules.change(id, change));
              } catch (UnknownScheduleException e) {
                throw NotFoundException.schedule();
              }
            },
            ScheduleController::result);
  }

  private static String result(Done done) {
    if (done.schedule() == null) {
      return "deleted";
    }
    return done.isNew() ? "created" : "changed";
  }

  /** Returns a schedule, with its next instants. */
  @GetMapping("/{id}")
  Answer find(Namespace namespace, @PathVariable("id") String id) throws InterruptedException {
    Schedule found =
        Executor.blockOn(schedules.find(ScheduleIds.parse(namespace, id)))
            .orElseThrow(NotFoundException::schedule);
    return answer(HttpStatus.OK, found, null);
  }

  /** Deletes a schedule, and cancels its pending occurrence. */
  @DeleteMapping("/{id}")
  Answer delete(
      Namespace namespace,
      @PathVariable("id") String id,
      @RequestHeader(name = "If-Match", required = false) @Nullable List<String> ifMatch)
      throws InterruptedException {
    EntityTags present = EntityTags.parse("If-Match", ifMatch);
    AtomicReference<@Nullable Pending> pending = new AtomicReference<>();
    change(
        "schedule.delete",
        ScheduleIds.parse(namespace, id),
        ScheduleChanges.delete(
            before -> {
              check(before, present, null);
              pending.set(before.progress().pending());
            }));
    Pending cancelled = pending.get();
    return Answer.ok(new Deleted(cancelled == null ? null : cancelled.id().value()));
  }

  /** Takes the pending occurrence back, and makes no other one until the schedule is resumed. */
  @PostMapping("/{id}/pause")
  Answer pause(Namespace namespace, @PathVariable("id") String id) throws InterruptedException {
    Done done = change("schedule.pause", ScheduleIds.parse(namespace, id), ScheduleChanges.pause());
    return answer(HttpStatus.OK, schedule(done), null);
  }

  /** Goes on with the next instant. */
  @PostMapping("/{id}/resume")
  Answer resume(Namespace namespace, @PathVariable("id") String id) throws InterruptedException {
    Done done =
        change("schedule.resume", ScheduleIds.parse(namespace, id), ScheduleChanges.resume());
    return answer(HttpStatus.OK, schedule(done), null);
  }

  /** Makes an extra occurrence, which is due now. */
  @PostMapping("/{id}/trigger")
  Answer trigger(Namespace namespace, @PathVariable("id") String id) throws InterruptedException {
    Timer made =
        Objects.requireNonNull(
            change("schedule.trigger", ScheduleIds.parse(namespace, id), ScheduleChanges.trigger())
                .made());
    return answers.created(made);
  }
}
