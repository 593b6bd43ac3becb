package dev.chime.web.mvc;

import dev.chime.async.Future;
import dev.chime.async.JoinHandle;
import dev.chime.async.Spawner;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Parks requests until a task has their answer. Thread-safe. */
@Component
public class ParkedRequests {

  /** Cancels the task when the request ends. That changes nothing once it was answered. */
  private record CancelOnEnd(JoinHandle<?> task) implements AsyncListener {

    @Override
    public void onComplete(AsyncEvent event) {
      task.cancel();
    }

    @Override
    public void onError(AsyncEvent event) {
      // the container then completes the request
    }

    @Override
    public void onTimeout(AsyncEvent event) {
      // no timeout is set
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
      // a request is parked only once
    }
  }

  private final AnswerWriter writer;
  private final Spawner spawner;

  ParkedRequests(AnswerWriter writer, Spawner spawner) {
    this.writer = writer;
    this.spawner = spawner;
  }

  /**
   * Parks a request until its answer is there.
   *
   * @param affinity the affinity of the task that waits for the answer
   * @return always null, for the handler to return
   * @throws dev.chime.async.RejectedSpawnException if the executor has no room
   */
  public @Nullable Answer park(HttpServletRequest request, int affinity, Future<Answer> answer) {
    ParkedRequest parked = new ParkedRequest(writer);
    JoinHandle<?> task = spawner.spawn(affinity, parked.answeredBy(answer));
    AsyncContext context = request.startAsync();
    context.setTimeout(0); // the task ends the wait
    context.addListener(new CancelOnEnd(task));
    parked.attach(context);
    return null;
  }
}
