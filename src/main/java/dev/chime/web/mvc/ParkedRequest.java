package dev.chime.web.mvc;

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
 * The bridge from wakers to HTTP: a request that waits for the result of a task, and holds no
 * thread while it waits. The answer is written on a virtual thread of its own, because a client
 * that does not read can block the write.
 *
 * <p>The task may complete before the request has been parked. The answer is then written as soon
 * as it is parked. Thread-safe.
 */
final class ParkedRequest {

  private static final Logger LOG = LoggerFactory.getLogger(ParkedRequest.class);

  /** Writes the answer, or the problem, of this request. */
  private interface Write {
    void to(HttpServletRequest request, HttpServletResponse response) throws IOException;
  }

  private final AnswerWriter writer;

  /** Null, then whichever comes first: the parked request or the write; finally the write. */
  private final AtomicReference<@Nullable Object> state = new AtomicReference<>();

  ParkedRequest(AnswerWriter writer) {
    this.writer = writer;
  }

  /** Returns the task that polls for the answer, and writes it to the request. */
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

    /** The executor shuts down, or the client has gone. */
    @Override
    public void drop() {
      answer.drop();
      end((request, response) -> writer.write(new InterruptedException(), request, response));
    }
  }

  private void end(Write write) {
    if (state.getAndSet(write) instanceof AsyncContext request) {
      start(write, request);
    }
  }

  /** Attaches the parked request, and writes the answer if it is there already. */
  void attach(AsyncContext request) {
    if (!state.compareAndSet(null, request) && state.get() instanceof Write write) {
      start(write, request);
    }
  }

  private static void start(Write write, AsyncContext request) {
    Thread.startVirtualThread(() -> run(write, request));
  }

  private static void run(Write write, AsyncContext parked) {
    try {
      if (parked.getRequest() instanceof HttpServletRequest request
          && parked.getResponse() instanceof HttpServletResponse response) {
        write.to(request, response);
      }
    } catch (IOException | RuntimeException e) { // the client has gone
      LOG.debug("a parked request could not be answered: {}", e.getMessage());
    } finally {
      parked.complete();
    }
  }
}
