package dev.chime.web;

import dev.chime.async.Future;
import dev.chime.async.JoinHandle;
import dev.chime.async.Spawner;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Parks requests until their answer comes, or their wait ends. Spring's {@code DeferredResult} does
 * so, too, but sends each once more through mappings, handlers and converters when its time has
 * come, which is half of what an answer costs.
 */
@Component
class ParkedRequests {

  /** The end of a request: of no matter any more if it was answered, else its client has gone. */
  private record End(JoinHandle<?> task) implements AsyncListener {

    @Override
    public void onComplete(AsyncEvent event) {
      task.cancel();
    }

    @Override
    public void onError(AsyncEvent event) {
      // the container completes it
    }

    @Override
    public void onTimeout(AsyncEvent event) {
      // there is none
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
      // only once
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
   * @param affinity that of the task that waits for the answer
   * @return null, for the handler to return
   * @throws dev.chime.async.RejectedSpawnException if the executor has no room
   */
  @Nullable Answer park(HttpServletRequest request, int affinity, Future<Answer> answer) {
    ParkedRequest parked = new ParkedRequest(writer);
    JoinHandle<?> task = spawner.spawn(affinity, parked.answeredBy(answer));
    AsyncContext context = request.startAsync();
    context.setTimeout(0); // the wait ends by itself
    context.addListener(new End(task));
    parked.attach(context);
    return null;
  }
}
