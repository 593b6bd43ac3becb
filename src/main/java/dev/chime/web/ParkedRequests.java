package dev.chime.web;

import dev.chime.async.Future;
import dev.chime.async.JoinHandle;
import dev.chime.async.Unit;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BiFunction;
import java.util.function.Function;
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
  private final WebLimits limits;

  ParkedRequests(AnswerWriter writer, WebLimits limits) {
    this.writer = writer;
    this.limits = limits;
  }

  /**
   * Parks a request.
   *
   * @param spawn spawns the task that waits at most so long, and is to be what the function makes
   *     of the waiting
   * @param answer puts what was waited for into an answer
   * @return null, for the handler to return
   */
  <T> @Nullable Answer park(
      HttpServletRequest request,
      Duration wait,
      BiFunction<Duration, Function<Future<T>, Future<Unit>>, JoinHandle<?>> spawn,
      Function<T, Answer> answer) {
    ParkedRequest parked = new ParkedRequest(writer);
    JoinHandle<?> task =
        spawn.apply(
            limits.spread(wait, ThreadLocalRandom.current()),
            waiting -> parked.answeredBy(waiting.map(answer)));
    AsyncContext context = request.startAsync();
    context.setTimeout(0); // the wait ends by itself
    context.addListener(new End(task));
    parked.isParked(context);
    return null;
  }
}
