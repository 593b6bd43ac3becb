package dev.chime.crash;

import dev.chime.deliverychecks.DeliveryChecks;
import dev.chime.harness.ApiClient;
import dev.chime.harness.ApiClient.Response;
import java.time.Duration;
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
  private static final int DELIVERED_ONE_IN = 2;
  private static final int SOON_MILLIS = 200;

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
      } catch (AssertionError e) { // an answer that breaks the contract
        log.isViolated(e.toString());
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

  /** Cancels a timer at its deadline, as exactly as that goes: a little before, or after. */
  private void cancelAtDeadline(String id, Instant deadline, SplittableRandom random) {
    Instant time = deadline.plusNanos(random.nextLong(-2_000_000, 3_000_000));
    LockSupport.parkNanos(Duration.between(Instant.now(), time).toNanos());
    log.cancelling(id);
    log.answered(id, client.delete(id));
  }

  private void workOnce(SplittableRandom random) {
    boolean cancelAtDeadline = random.nextInt(4) == 0;
    int delay =
        cancelAtDeadline
            ? random.nextInt(SOON_MILLIS)
            : random.nextInt(8) == 0 ? 3_600_000 : random.nextInt(LATEST_MILLIS);
    String payload = "\"" + random.nextLong() + "\"";
    String deliver =
        random.nextInt(DELIVERED_ONE_IN) == 0 ? DeliveryChecks.anyDestination(random) : null;
    String body =
        "{\"delay\":\"%dms\",\"payload\":%s%s}"
            .formatted(delay, payload, deliver == null ? "" : ",\"deliver\":" + deliver);
    String key = random.nextInt(4) == 0 ? "key-" + random.nextLong() : null;
    Response created = key == null ? client.post(body) : client.post(body, "Idempotency-Key", key);
    if (created.status() != 201) {
      log.isViolated("not created: " + created);
      return;
    }
    String id = created.text("id");
    log.created(
        id,
        created.text("deadline"),
        payload,
        deliver,
        key == null ? null : new String[] {key, body});
    if (cancelAtDeadline) {
      cancelAtDeadline(id, Instant.parse(created.text("deadline")), random);
      return;
    }
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
