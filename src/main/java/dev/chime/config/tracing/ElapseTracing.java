package dev.chime.config.tracing;

import dev.chime.timer.Timer;
import dev.chime.timer.TimerState;
import dev.chime.timer.service.TimerListener;
import io.opentelemetry.api.trace.SpanKind;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/**
 * Makes a span of each elapse: from when the timer was due to when it elapsed, or was skipped. It
 * hands on what it is told.
 *
 * @param listener is told, too
 */
record ElapseTracing(TimerListener listener, Spans spans) implements TimerListener {

  @Override
  public void elapsed(Timer timer, Duration lateness) {
    listener.elapsed(timer, lateness);
    trace(timer, lateness);
  }

  @Override
  public void skipped(Timer timer) {
    listener.skipped(timer);
    Duration lateness = timer.lateness();
    trace(timer, lateness == null ? Duration.ZERO : lateness);
  }

  private void trace(Timer timer, Duration lateness) {
    if (timer.traceparent() != null && !timer.traceparent().isSampled()) {
      return; // nobody would get it
    }
    Instant now = Instant.now();
    TimerState state = timer.state();
    spans
        .of(timer, "elapse", SpanKind.INTERNAL)
        .setAttribute(Spans.OUTCOME, state.name().toLowerCase(Locale.ROOT))
        .setStartTimestamp(now.minus(lateness))
        .startSpan()
        .end(now);
  }

  @Override
  public void created(Timer timer) {
    listener.created(timer);
  }

  @Override
  public void swept(Timer timer) {
    listener.swept(timer);
  }

  @Override
  public void amended(Timer timer) {
    listener.amended(timer);
  }

  @Override
  public void overdue(Timer timer) {
    listener.overdue(timer);
  }

  @Override
  public void cancelled(Timer timer) {
    listener.cancelled(timer);
  }
}
