package dev.chime.crash;

import dev.chime.harness.ApiClient;
import dev.chime.harness.ApiClient.Response;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Clients that create, cancel and wait as fast as they can until the server is gone. */
final class CrashClients {

  private static final int CREATORS = 16;
  private static final DateTimeFormatter MILLIS =
      new DateTimeFormatterBuilder().appendInstant(3).toFormatter();
  private static final int LATEST_MILLIS = 4_000;

  private final ApiClient client;
  private final CrashLog log;
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean ending;

  CrashClients(ApiClient client, CrashLog log, SplittableRandom random) {
    this.client = client;
    this.log = log;
    for (int i = 0; i < CREATORS; i++) {
      SplittableRandom mine = random.split();
      threads.add(Thread.ofVirtual().start(() -> work(mine)));
    }
  }

  void workFor(int millis) {
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
    ending = true; // and the server dies while they are at it
  }

  void join() throws InterruptedException {
    for (int i = 0; i < threads.size(); i++) { // waiters are added meanwhile, by creators only
      threads.get(i).join();
    }
  }

  private void work(SplittableRandom random) {
    while (!ending) {
      try {
        workOnce(random);
      } catch (RuntimeException e) {
        return; // the server has died: what was asked for has no answer, and may be done or not
      }
    }
  }

  private void reschedule(String id, Instant deadline, SplittableRandom random) {
    String later = MILLIS.format(deadline.plusMillis(random.nextInt(1, 2_000)));
    log.rescheduling(id, later);
    log.rescheduled(id, client.send("PATCH", "/timers/" + id, "{\"at\":\"" + later + "\"}"));
  }

  private void workOnce(SplittableRandom random) {
    int delay = random.nextInt(8) == 0 ? 3_600_000 : random.nextInt(LATEST_MILLIS);
    String payload = "\"" + random.nextLong() + "\"";
    String body = "{\"delay\":\"" + delay + "ms\",\"payload\":" + payload + "}";
    String key = random.nextInt(4) == 0 ? "key-" + random.nextLong() : null;
    Response created = key == null ? client.post(body) : client.post(body, "Idempotency-Key", key);
    if (created.status() != 201) {
      log.isViolated("not created: " + created);
      return;
    }
    String id = created.text("id");
    log.created(
        id, created.text("deadline"), payload, key == null ? null : new String[] {key, body});
    if (random.nextInt(4) == 0) {
      reschedule(id, Instant.parse(created.text("deadline")), random);
    }
    switch (random.nextInt(4)) {
      case 0 -> {
        log.cancelling(id);
        log.answered(id, client.delete(id));
      }
      case 1 ->
          log.answered(id, client.get("/timers/" + id + "?wait=" + random.nextInt(500) + "ms"));
      default -> {}
    }
  }
}
