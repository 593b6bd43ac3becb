package dev.chime.config.tracing;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;
import java.util.List;

/**
 * Samples a trace that begins with a link if what it links to is sampled, so that a link leads
 * somewhere, and what was sampled can be followed to its end. Other traces are up to another
 * sampler. Thread-safe.
 *
 * @param others samples the others
 */
record LinkedSampler(Sampler others) implements Sampler {

  @Override
  public SamplingResult shouldSample(
      Context parent,
      String traceId,
      String name,
      SpanKind kind,
      Attributes attributes,
      List<LinkData> links) {
    if (links.isEmpty() || Span.fromContext(parent).getSpanContext().isValid()) {
      return others.shouldSample(parent, traceId, name, kind, attributes, links);
    }
    return links.getFirst().getSpanContext().isSampled()
        ? SamplingResult.recordAndSample()
        : SamplingResult.drop();
  }

  @Override
  public String getDescription() {
    return "Linked{" + others.getDescription() + "}";
  }
}
