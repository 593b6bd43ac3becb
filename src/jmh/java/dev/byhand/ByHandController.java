package dev.byhand;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.async.DeferredResult;

/** Timers in a {@link ScheduledThreadPoolExecutor}, whose waiters are {@link DeferredResult}s. */
@RestController
class ByHandController {

  /** What is asked for. */
  record Wanted(Instant at, @Nullable String payload) {}

  /** What is answered. */
  record Answer(String id, String state, Instant deadline, @Nullable String payload) {}

  /** One of several answers. */
  record Result(int status, Answer timer) {}

  /** Several answers. */
  record Results(List<Result> results) {}

  private static final long MOST_MILLIS = 120_000;

  private static final class Entry {
    private final Answer pending;
    private final List<DeferredResult<Answer>> waiters = new ArrayList<>();
    private @Nullable Answer elapsed;

    Entry(Answer pending) {
      this.pending = pending;
    }

    synchronized void await(DeferredResult<Answer> waiter) {
      if (elapsed == null) {
        waiters.add(waiter);
      } else {
        waiter.setResult(elapsed);
      }
    }

    synchronized void elapse() {
      Answer answer = new Answer(pending.id(), "ELAPSED", pending.deadline(), pending.payload());
      elapsed = answer;
      waiters.forEach(waiter -> waiter.setResult(answer));
      waiters.clear();
    }
  }

  private final Map<String, Entry> entries = new ConcurrentHashMap<>();
  private final ScheduledThreadPoolExecutor scheduler = new ScheduledThreadPoolExecutor(1);

  @GetMapping("/actuator/health/readiness")
  Map<String, String> ready() {
    return Map.of("status", "UP");
  }

  @PostMapping("/timers/batch")
  Results create(@RequestBody List<Wanted> wanted) {
    return new Results(wanted.stream().map(each -> new Result(201, create(each))).toList());
  }

  private Answer create(Wanted wanted) {
    String id = UUID.randomUUID().toString();
    Entry entry = new Entry(new Answer(id, "PENDING", wanted.at(), wanted.payload()));
    entries.put(id, entry);
    long nanos = Duration.between(Instant.now(), wanted.at()).toNanos();
    var _ = scheduler.schedule(entry::elapse, nanos, TimeUnit.NANOSECONDS);
    return entry.pending;
  }

  @GetMapping("/timers/{id}")
  DeferredResult<Answer> await(@PathVariable("id") String id) {
    Entry entry = entries.get(id);
    if (entry == null) {
      throw new IllegalArgumentException("no such timer");
    }
    DeferredResult<Answer> waiter = new DeferredResult<>(MOST_MILLIS);
    entry.await(waiter);
    return waiter;
  }
}
