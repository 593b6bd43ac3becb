package dev.chime.config.tracing;

import dev.chime.timer.Timer;
import dev.chime.timer.Traceparent;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.time.Duration;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Begins spans: of requests within the client's trace; of what becomes of a timer later in a trace
 * of its own, with a link to the request that created it. A timer may elapse years after that, when
 * no trace would be open any more. Thread-safe.
 */
final class Spans {

  static final AttributeKey<String> NAMESPACE = AttributeKey.stringKey("timer.namespace");
  static final AttributeKey<String> TIMER = AttributeKey.stringKey("timer.id");
  static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("timer.outcome");
  static final AttributeKey<Long> LATENESS = AttributeKey.longKey("timer.lateness_ms");
  static final AttributeKey<String> DESTINATION = AttributeKey.stringKey("delivery.destination");
  static final AttributeKey<String> RESULT = AttributeKey.stringKey("delivery.outcome");
  static final AttributeKey<Long> ATTEMPT = AttributeKey.longKey("delivery.attempt");
  static final AttributeKey<String> METHOD = AttributeKey.stringKey("http.request.method");
  static final AttributeKey<String> ROUTE = AttributeKey.stringKey("http.route");
  static final AttributeKey<Long> STATUS = AttributeKey.longKey("http.response.status_code");

  private final Tracer tracer;

  Spans(OpenTelemetry telemetry) {
    tracer = telemetry.getTracer("dev.chime");
  }

  /**
   * A span of a request.
   *
   * @param client the client's span; null if there is none
   */
  SpanBuilder ofRequest(String name, @Nullable Traceparent client) {
    Context parent =
        client == null ? Context.root() : Context.root().with(Span.wrap(context(client)));
    return tracer.spanBuilder(name).setParent(parent).setSpanKind(SpanKind.SERVER);
  }

  /** A span of what becomes of a timer, in a trace of its own. */
  SpanBuilder of(Timer timer, String name, SpanKind kind) {
    SpanBuilder span =
        tracer
            .spanBuilder(name)
            .setNoParent()
            .setSpanKind(kind)
            .setAttribute(NAMESPACE, timer.id().namespace().name())
            .setAttribute(TIMER, timer.id().value());
    if (timer.traceparent() != null) {
      span.addLink(context(timer.traceparent()));
    }
    Duration lateness = timer.lateness();
    return lateness == null ? span : span.setAttribute(LATENESS, lateness.toMillis());
  }

  private static SpanContext context(Traceparent traceparent) {
    return SpanContext.createFromRemoteParent(
        traceparent.traceId(),
        traceparent.spanId(),
        TraceFlags.fromByte(traceparent.flags()),
        TraceState.getDefault());
  }

  /** The place of a span, as it is kept and sent on. */
  static Traceparent traceparent(Span span) {
    SpanContext context = span.getSpanContext();
    String trace = context.getTraceId();
    return new Traceparent(
        HexFormat.fromHexDigitsToLong(trace, 0, trace.length() / 2),
        HexFormat.fromHexDigitsToLong(trace, trace.length() / 2, trace.length()),
        HexFormat.fromHexDigitsToLong(context.getSpanId()),
        context.getTraceFlags().asByte());
  }
}
