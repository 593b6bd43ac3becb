package com.example.chime.spring;

import com.example.chime.spring.ChimeApi.Delivery;
import com.example.chime.spring.ChimeApi.Extension;
import com.example.chime.spring.ChimeApi.Return;
import com.example.chime.spring.ChimeApi.Token;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.RestClientException;

/** Takes work from a queue, several deliveries at a time. Not thread-safe. */
public final class Worker {

  /** Does the work of a delivery. */
  public interface Handler {
    /**
     * Does it. It may get a delivery twice: its id is the same then.
     *
     * @throws Exception to give the delivery back
     */
    void handle(Delivery delivery) throws Exception;
  }

  private static final Log LOG = LogFactory.getLog(Worker.class);

  private final ChimeApi api;
  private final ChimeApi patient;
  private final String queue;
  private int max = 10;
  private Duration lease = Duration.ofSeconds(30);
  private Duration retryDelay = Duration.ofSeconds(30);

  Worker(ChimeApi api, ChimeApi patient, String queue) {
    this.api = api;
    this.patient = patient;
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
  public void run(Handler handler) throws InterruptedException {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      try {
        while (true) {
          for (Future<Void> done : threads.invokeAll(tasks(claim(), handler))) {
            done.get();
          }
        }
      } catch (ExecutionException e) {
        throw new IllegalStateException("a delivery cannot be settled", e.getCause());
      } finally {
        threads.shutdownNow();
      }
    }
  }

  private List<Callable<Void>> tasks(List<Delivery> claimed, Handler handler) {
    return claimed.stream()
        .<Callable<Void>>map(delivery -> () -> carryOut(delivery, handler))
        .toList();
  }

  private List<Delivery> claim() {
    try {
      return patient.claim(queue, max, lease.toString(), ChimeClient.WAIT.toString()).deliveries();
    } catch (RestClientException e) {
      ChimeClient.throwUnlessCut(e);
      return List.of();
    }
  }

  private Void carryOut(Delivery delivery, Handler handler) throws InterruptedException {
    Thread extending = Thread.ofVirtual().start(() -> extend(delivery));
    boolean isDone = false;
    try {
      handler.handle(delivery);
      isDone = true;
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      LOG.warn("delivery " + delivery.id() + " has failed", e);
    } finally {
      extending.interrupt();
    }
    try {
      if (isDone) {
        api.ack(delivery.id(), new Token(delivery.token()));
      } else {
        api.nack(delivery.id(), new Return(delivery.token(), retryDelay.toString()));
      }
    } catch (HttpClientErrorException.Conflict e) {
      // The lease has ended and somebody else has the work, or this repeats a call that has
      // arrived.
      LOG.debug("delivery " + delivery.id() + " is settled already", e);
    }
    return null;
  }

  private void extend(Delivery delivery) {
    try {
      while (true) {
        Thread.sleep(lease.dividedBy(3));
        api.extend(delivery.id(), new Extension(delivery.token(), lease.toString()));
      }
    } catch (RestClientException | InterruptedException e) {
      // It is done, or the lease is lost: ack will tell.
    }
  }
}
