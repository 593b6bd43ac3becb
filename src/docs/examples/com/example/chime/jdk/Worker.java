package com.example.chime.jdk;

import com.example.chime.jdk.Chime.Request;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import tools.jackson.databind.JsonNode;

/** Takes work from a queue, several deliveries at a time. Not thread-safe. */
public final class Worker {

  /** Does the work of a delivery. */
  public interface Handler {
    /**
     * Does it. It may get a delivery twice: {@code delivery.id} is the same then.
     *
     * @throws Exception to give the delivery back
     */
    void handle(JsonNode timer, JsonNode delivery) throws Exception;
  }

  private static final System.Logger LOG = System.getLogger(Worker.class.getName());
  private static final int LEASE_LOST = 409;

  private final Chime chime;
  private final String queue;
  private int max = 10;
  private Duration lease = Duration.ofSeconds(30);
  private Duration retryDelay = Duration.ofSeconds(30);

  Worker(Chime chime, String queue) {
    this.chime = chime;
    this.queue = queue;
  }

  /** Takes at most so many deliveries at a time: 10 unless told. */
  public Worker max(int deliveries) {
    max = deliveries;
    return this;
  }

  /** Leases deliveries for so long at a time: 30 s unless told. Longer work is no harm. */
  public Worker lease(Duration time) {
    lease = time;
    return this;
  }

  /** Has failed deliveries tried again after so long: 30 s unless told. */
  public Worker retryDelay(Duration delay) {
    retryDelay = delay;
    return this;
  }

  /** Works until the thread is interrupted, or until Chime says that this makes no sense. */
  public void run(Handler handler) throws IOException, InterruptedException {
    String path =
        "/queues/%s/claim?max=%d&lease=%s&wait=%s".formatted(queue, max, lease, Chime.WAIT);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      try {
        while (true) {
          JsonNode claimed = chime.json(new Request("POST", path, null), Requests.FOR_EVER);
          for (Future<Void> done : threads.invokeAll(tasks(claimed, handler))) {
            done.get();
          }
        }
      } catch (ExecutionException e) {
        throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
      } finally {
        threads.shutdownNow();
      }
    }
  }

  private List<Callable<Void>> tasks(JsonNode claimed, Handler handler) {
    return claimed
        .required("deliveries")
        .valueStream()
        .<Callable<Void>>map(delivery -> () -> carryOut(delivery, handler))
        .toList();
  }

  private Void carryOut(JsonNode delivery, Handler handler)
      throws IOException, InterruptedException {
    Thread extending = Thread.ofVirtual().start(() -> extend(delivery));
    boolean isDone = false;
    try {
      handler.handle(delivery.required("timer"), delivery);
      isDone = true;
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      LOG.log(System.Logger.Level.WARNING, "a delivery has failed: " + delivery.path("id"), e);
    } finally {
      extending.interrupt();
    }
    try {
      if (isDone) {
        settle(delivery, "ack", Map.of());
      } else {
        settle(delivery, "nack", Map.of("delay", retryDelay.toString()));
      }
    } catch (ChimeException e) {
      // The lease has ended and somebody else has the work, or this repeats a call that has
      // arrived.
      if (e.status() != LEASE_LOST) {
        throw e;
      }
    }
    return null;
  }

  private void extend(JsonNode delivery) {
    try {
      while (true) {
        Thread.sleep(lease.dividedBy(3));
        settle(delivery, "extend", Map.of("lease", lease.toString()));
      }
    } catch (IOException | InterruptedException e) {
      // It is done, or the lease is lost: ack will tell.
    }
  }

  private void settle(JsonNode delivery, String how, Map<String, String> more)
      throws IOException, InterruptedException {
    Map<String, String> body = new HashMap<>(more);
    body.put("token", delivery.required("token").asString());
    String path = "/deliveries/" + delivery.required("id").asString() + "/" + how;
    chime.json(new Request("POST", path, body), Requests.PATIENCE);
  }
}
