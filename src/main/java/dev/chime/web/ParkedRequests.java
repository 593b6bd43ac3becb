package dev.chime.web;

import dev.chime.async.Future;
import dev.chime.async.JoinHandle;
import dev.chime.async.Unit;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.async.DeferredResult;

/** Parks requests until their answer comes, or their wait ends. */
@Component
class ParkedRequests {

  /** By how much the container's own timeout exceeds the wait, so that it never decides. */
  private static final Duration MARGIN = Duration.ofSeconds(30);

  private final WebLimits limits;

  ParkedRequests(WebLimits limits) {
    this.limits = limits;
  }

  /**
   * Parks a request.
   *
   * @param spawn spawns the task that waits at most so long, and is to be what the function makes
   *     of the waiting
   * @param answer puts what was waited for into an answer
   */
  <T, B> DeferredResult<ResponseEntity<B>> park(
      Duration wait,
      BiFunction<Duration, Function<Future<T>, Future<Unit>>, JoinHandle<?>> spawn,
      Function<T, ResponseEntity<B>> answer) {
    Duration spread = limits.spread(wait, ThreadLocalRandom.current());
    DeferredResult<ResponseEntity<B>> response =
        new DeferredResult<>(spread.plus(MARGIN).toMillis());
    JoinHandle<?> task =
        spawn.apply(spread, waiting -> new ParkedResponse<>(waiting.map(answer), response));
    response.onCompletion(task::cancel); // also when the client has gone; in vain after the answer
    return response;
  }
}
