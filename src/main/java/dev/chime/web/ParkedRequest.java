package dev.chime.web;

import dev.chime.async.Context;
import dev.chime.async.Future;
import dev.chime.async.Poll;
import dev.chime.async.Unit;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bridge from wakers to HTTP: a request that a task ends by answering. While that waits, the
 * request holds no thread; the wake that ends the wait sends the answer on its way, on a thread of
 * its own, since whoever does not read can hold it up.
 *
 * <p>The answer may come before the request has been parked, and then waits for that.
 */
final class ParkedRequest {

  private static final Logger LOG = LoggerFactory.getLogger(ParkedRequest.class);

  private interface Writing {
    void to(HttpServletRequest request, HttpServletResponse response) throws IOException;
  }

  private final AnswerWriter writer;

  /** Where the two meet: null, then the one that comes first; at last a writing that is due. */
  private final AtomicReference<@Nullable Object> meeting = new AtomicReference<>();

  ParkedRequest(AnswerWriter writer) {
    this.writer = writer;
  }

  /** The task: gives the request its answer. */
  Future<Unit> answeredBy(Future<Answer> answer) {
    return new Answering(answer);
  }

  private final class Answering implements Future<Unit> {

    private final Future<Answer> answer;

    Answering(Future<Answer> answer) {
      this.answer = answer;
    }

    @Override
    public Poll<Unit> poll(Context context) {
      try {
        if (!(answer.poll(context) instanceof Poll.Ready<Answer>(Answer given))) {
          return Poll.pending();
        }
        end((request, response) -> writer.write(given, response));
      } catch (RuntimeException e) {
        answer.drop();
        end((request, response) -> writer.write(e, request, response));
      }
      return Unit.ready();
    }

    /** The executor ends, or nobody waits any more. */
    @Override
    public void drop() {
      answer.drop();
      end((request, response) -> writer.write(new InterruptedException(), request, response));
    }
  }

  private void end(Writing writing) {
    if (meeting.getAndSet(writing) instanceof AsyncContext request) {
      start(writing, request);
    }
  }

  /** Gives the request, now that it is parked, the answer as soon as there is one. */
  void attach(AsyncContext request) {
    if (!meeting.compareAndSet(null, request) && meeting.get() instanceof Writing writing) {
      start(writing, request);
    }
  }

  private static void start(Writing writing, AsyncContext request) {
    Thread.startVirtualThread(() -> write(writing, request));
  }

  private static void write(Writing writing, AsyncContext parked) {
    try {
      if (parked.getRequest() instanceof HttpServletRequest request
          && parked.getResponse() instanceof HttpServletResponse response) {
        writing.to(request, response);
      }
    } catch (IOException | RuntimeException e) { // the client has gone, which shows only now
      LOG.debug("a parked request could not be answered: {}", e.getMessage());
    } finally {
      parked.complete();
    }
  }
}
