package dev.chime.web;

import dev.chime.async.Context;
import dev.chime.async.Future;
import dev.chime.async.Poll;
import dev.chime.async.Unit;
import org.springframework.http.HttpStatus;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.context.request.async.DeferredResult;

/**
 * The bridge from wakers to HTTP: a task that ends by answering a parked request. While it waits,
 * the request holds no thread; the wake that ends the wait sends the answer on its way.
 */
final class ParkedResponse<T> implements Future<Unit> {

  private final Future<T> answer;
  private final DeferredResult<T> response;

  ParkedResponse(Future<T> answer, DeferredResult<T> response) {
    this.answer = answer;
    this.response = response;
  }

  @Override
  public Poll<Unit> poll(Context context) {
    try {
      if (!(answer.poll(context) instanceof Poll.Ready<T>(T value))) {
        return Poll.pending();
      }
      response.setResult(value);
    } catch (RuntimeException e) {
      answer.drop();
      response.setErrorResult(e); // to be put into words like any other
    }
    return Unit.ready();
  }

  /** The request has gone, or the executor ends: the former makes the error result void. */
  @Override
  public void drop() {
    answer.drop();
    response.setErrorResult(new ErrorResponseException(HttpStatus.SERVICE_UNAVAILABLE));
  }
}
