package dev.chime.web.http;

import dev.chime.web.problem.SlowBodyException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.NanoTime;
import org.jspecify.annotations.Nullable;

/**
 * Limits how slowly a body may arrive. If it is too slow, reading it throws a {@link
 * SlowBodyException}. Each request is measured on its own. (Jetty's MinimumDataRateHandler, as of
 * 12.1.14, divides the bytes of all requests by the time of one.)
 */
final class SlowBodies extends Handler.Wrapper {

  /** No rate is required for this time: one or two lost packets must not fail a request. */
  private static final Duration GRACE = Duration.ofSeconds(3);

  private static final long NANOS_PER_SECOND = 1_000_000_000;

  private final long bytesPerSecond;

  /**
   * Creates a handler that wraps other handlers.
   *
   * @param bytesPerSecond the lowest rate; 0 for no limit but the idle timeout
   */
  SlowBodies(long bytesPerSecond) {
    this.bytesPerSecond = bytesPerSecond;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    boolean hasBody =
        request.getLength() > 0 || request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING);
    return super.handle(
        hasBody ? new MeasuredRequest(request, response) : request, response, callback);
  }

  private final class MeasuredRequest extends Request.Wrapper {

    private final Response response;
    private long firstDemand;
    private long bytes;
    private Content.@Nullable Chunk failure;

    MeasuredRequest(Request request, Response response) {
      super(request);
      this.response = response;
    }

    @Override
    public Content.@Nullable Chunk read() {
      if (failure != null) {
        return failure;
      }
      Content.Chunk chunk = super.read();
      if (chunk == null) {
        return null;
      }
      if (chunk.getFailure() instanceof TimeoutException) { // idle for too long
        return fail();
      }
      bytes += chunk.remaining();
      return chunk;
    }

    /** Called when everything that has arrived is read, to wait for more. */
    @Override
    public void demand(Runnable callback) {
      if (isBehind()) {
        fail();
        callback.run();
      } else {
        super.demand(callback);
      }
    }

    private boolean isBehind() {
      if (bytesPerSecond == 0) {
        return false;
      }
      if (firstDemand == 0) {
        firstDemand = NanoTime.now() | 1; // never 0
      }
      long allowedNanos = bytes * NANOS_PER_SECOND / bytesPerSecond;
      return NanoTime.since(firstDemand) - GRACE.toNanos() > allowedNanos;
    }

    private Content.Chunk fail() {
      response.getHeaders().put(HttpFields.CONNECTION_CLOSE); // the rest is not read
      failure = Content.Chunk.from(new SlowBodyException(), true);
      return failure;
    }
  }
}
