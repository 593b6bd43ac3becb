package dev.chime.web.http;

import io.micrometer.core.instrument.LongTaskTimer;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.springframework.http.HttpStatus;
import org.springframework.web.servlet.HandlerMapping;

/**
 * Times requests, as Spring's {@code ServerHttpObservationFilter} does. That one makes an
 * observation of each, of two dozen objects, for whoever may want to trace it. Nobody does.
 */
public final class RequestTimer implements Filter {

  private final RequestMeters meters;

  /** A filter that is to be asked once for each request. */
  public RequestTimer(MeterRegistry registry) {
    this.meters = new RequestMeters(registry);
  }

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (request instanceof HttpServletRequest asked
        && response instanceof HttpServletResponse answer) {
      new Run(asked, answer).through(chain);
    }
  }

  /** One request, until it is answered. */
  private final class Run implements AsyncListener {
    private final HttpServletRequest request;
    private final HttpServletResponse response;
    private final long begin = meters.now();
    private final LongTaskTimer.Sample sample;
    private String exception = RequestMeters.NONE;

    Run(HttpServletRequest request, HttpServletResponse response) {
      this.request = request;
      this.response = response;
      this.sample = meters.active(request.getMethod()).start();
    }

    void through(FilterChain chain) throws IOException, ServletException {
      try {
        chain.doFilter(request, response);
      } catch (IOException | ServletException | RuntimeException e) {
        failed(e);
        response.setStatus(HttpStatus.INTERNAL_SERVER_ERROR.value());
        throw e;
      } finally {
        if (request.isAsyncStarted()) {
          request.getAsyncContext().addListener(this);
        } else {
          end();
        }
      }
    }

    private void failed(Throwable e) {
      Throwable cause = e instanceof ServletException ? e.getCause() : null;
      Class<?> type = (cause == null ? e : cause).getClass();
      exception = type.getSimpleName().isEmpty() ? type.getName() : type.getSimpleName();
    }

    private void end() {
      if (request.getAttribute(RequestDispatcher.ERROR_EXCEPTION) instanceof Throwable e) {
        failed(e);
      }
      Object pattern = request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
      meters
          .ended(
              request.getMethod(),
              pattern == null ? null : pattern.toString(),
              response.getStatus(),
              exception)
          .record(meters.now() - begin, TimeUnit.NANOSECONDS);
      sample.stop();
    }

    @Override
    public void onComplete(AsyncEvent event) {
      end();
    }

    @Override
    public void onError(AsyncEvent event) {
      failed(event.getThrowable());
    }

    @Override
    public void onTimeout(AsyncEvent event) {
      // the request is then completed
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
      event.getAsyncContext().addListener(this);
    }
  }
}
