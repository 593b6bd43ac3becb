package dev.chime.harness;

import static org.awaitility.Awaitility.await;

import dev.chime.harness.ApiClient.Response;
import dev.chime.timer.service.TimerService;
import java.util.concurrent.CompletableFuture;

/** Requests that wait for a timer. */
public final class Parking {

  private Parking() {}

  /** Begins to wait for a timer, for a minute at most. Returns when the request is parked. */
  public static CompletableFuture<Response> park(
      ApiClient client, TimerService timers, String id, String... headers) {
    int waiting = timers.waiting();
    CompletableFuture<Response> answer = client.getAsync("/timers/" + id + "?wait=60s", headers);
    await().until(() -> timers.waiting() == waiting + 1);
    return answer;
  }
}
