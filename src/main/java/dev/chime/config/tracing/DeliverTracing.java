package dev.chime.config.tracing;

import dev.chime.delivery.Delivery;
import dev.chime.delivery.push.CallTrace;
import dev.chime.delivery.push.PushListener.Outcome;
import dev.chime.timer.Destination;
import dev.chime.timer.Traceparent;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Makes a span of each attempt to deliver by a call.
 *
 * @param spans makes them
 */
record DeliverTracing(Spans spans) implements CallTrace.Source {

  @Override
  public CallTrace begin(Delivery delivery) {
    return new Attempt(
        spans
            .of(delivery.timer(), "deliver", SpanKind.CLIENT)
            .setAttribute(Spans.DESTINATION, destination(delivery.lane().destination()))
            .setAttribute(Spans.ATTEMPT, (long) delivery.attempts())
            .setAttribute(Spans.METHOD, "POST")
            .startSpan());
  }

  /** Addresses of timers of their own may have secrets in them. */
  private static String destination(Destination destination) {
    return destination instanceof Destination.Url ? "url" : destination.text();
  }

  private record Attempt(Span span) implements CallTrace {

    @Override
    public Traceparent traceparent() {
      return Spans.traceparent(span);
    }

    @Override
    public void ended(@Nullable Integer status, @Nullable String error, Outcome outcome) {
      span.setAttribute(Spans.RESULT, outcome.name().toLowerCase(Locale.ROOT));
      if (status != null) {
        span.setAttribute(Spans.STATUS, status.longValue());
      }
      if (outcome != Outcome.DELIVERED) {
        span.setStatus(StatusCode.ERROR, error == null ? "" : error);
      }
      span.end();
    }
  }
}
