package dev.chime.config.tracing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.chime.timer.Traceparent;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;

/** What is sent to where traces go: a create, and linked to it the elapse and each attempt. */
@Timeout(60)
@SpringBootTest(
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {
      "chime.deliveries.http=true",
      "chime.deliveries.allow=127.0.0.1",
      "management.opentelemetry.tracing.export.otlp.endpoint=http://127.0.0.1:9/v1/traces",
      "management.tracing.export.otlp.enabled=false", // into memory instead
      "management.tracing.sampling.probability=0" // of traces that do not come from a client
    })
class TracingTest extends TracedServer {

  @TestConfiguration
  static class Memory {

    @Bean
    InMemorySpanExporter exporter() {
      return InMemorySpanExporter.create();
    }
  }

  @Autowired private InMemorySpanExporter exporter;
  @Autowired private SdkTracerProvider provider;

  @BeforeEach
  void forget() {
    spans();
    exporter.reset();
  }

  private List<SpanData> spans() {
    provider.forceFlush().join(10, TimeUnit.SECONDS);
    return exporter.getFinishedSpanItems();
  }

  private List<SpanData> awaitSpans(int count) {
    await().atMost(PATIENCE).until(() -> spans().size() >= count);
    return spans();
  }

  private static SpanData named(List<SpanData> spans, String name) {
    return spans.stream().filter(each -> each.getName().equals(name)).findFirst().orElseThrow();
  }

  private static void checkLink(SpanData span, SpanData create) {
    assertThat(span.getParentSpanContext().isValid()).isFalse();
    assertThat(span.getTraceId()).isNotEqualTo(create.getTraceId());
    assertThat(span.getLinks())
        .singleElement()
        .satisfies(
            link -> {
              assertThat(link.getSpanContext().getTraceId()).isEqualTo(create.getTraceId());
              assertThat(link.getSpanContext().getSpanId()).isEqualTo(create.getSpanId());
            });
  }

  @Test
  void elapseAndAttemptsAreTracesOfTheirOwnThatLeadToTheCreate() {
    putEndpoint("hook");
    String id =
        api()
            .post("{\"delay\":\"100ms\",\"deliver\":{\"to\":\"hook\"}}", "traceparent", SAMPLED)
            .text("id");
    awaitCalls(2);
    List<SpanData> spans = awaitSpans(4);
    assertThat(spans).hasSize(4).allMatch(each -> each.getAttributes().size() > 2);

    SpanData create = named(spans, "POST /timers");
    assertThat(create.getKind()).isEqualTo(SpanKind.SERVER);
    assertThat(create.getTraceId()).isEqualTo(TRACE);
    assertThat(create.getParentSpanId()).isEqualTo("00f067aa0ba902b7");
    assertThat(create.getAttributes().get(Spans.TIMER)).isEqualTo(id);
    assertThat(create.getAttributes().get(Spans.NAMESPACE)).isEqualTo("default");
    assertThat(create.getAttributes().get(Spans.STATUS)).isEqualTo(201);

    SpanData elapse = named(spans, "elapse");
    checkLink(elapse, create);
    assertThat(elapse.getAttributes().get(Spans.TIMER)).isEqualTo(id);
    assertThat(elapse.getAttributes().get(Spans.OUTCOME)).isEqualTo("elapsed");
    assertThat(elapse.getAttributes().get(Spans.LATENESS)).isNotNegative();
    assertThat(Duration.ofNanos(elapse.getEndEpochNanos() - elapse.getStartEpochNanos()))
        .isLessThan(PATIENCE)
        .isGreaterThanOrEqualTo(Duration.ZERO);

    List<SpanData> attempts =
        spans.stream().filter(each -> each.getName().equals("deliver")).toList();
    assertThat(attempts).hasSize(2);
    for (int i = 0; i < 2; i++) {
      SpanData attempt = attempts.get(i);
      checkLink(attempt, create);
      assertThat(attempt.getKind()).isEqualTo(SpanKind.CLIENT);
      assertThat(attempt.getAttributes().get(Spans.TIMER)).isEqualTo(id);
      assertThat(attempt.getAttributes().get(Spans.DESTINATION)).isEqualTo("to:hook");
      assertThat(attempt.getAttributes().get(Spans.ATTEMPT)).isEqualTo(i + 1);
      assertThat(attempt.getAttributes().get(Spans.STATUS)).isEqualTo(i == 0 ? 503 : 204);
      assertThat(attempt.getAttributes().get(Spans.RESULT))
          .isEqualTo(i == 0 ? "failed" : "delivered");
      assertThat(attempt.getStatus().getStatusCode())
          .isEqualTo(i == 0 ? StatusCode.ERROR : StatusCode.UNSET);
      Traceparent told = Traceparent.parse(calls.get(i));
      assertThat(told.traceId()).isEqualTo(attempt.getTraceId());
      assertThat(told.spanId()).isEqualTo(attempt.getSpanId());
      assertThat(told.isSampled()).isTrue();
    }
    assertThat(attempts.get(0).getTraceId()).isNotEqualTo(attempts.get(1).getTraceId());
    assertThat(attempts).noneMatch(each -> each.getTraceId().equals(elapse.getTraceId()));
  }

  @Test
  void whatIsNotSampledIsNotSentButTold() {
    putEndpoint("quiet");
    api().post("{\"delay\":\"0s\",\"deliver\":{\"to\":\"quiet\"}}", "traceparent", UNSAMPLED);
    api().post("{\"delay\":\"0s\",\"deliver\":{\"to\":\"quiet\"}}");
    awaitCalls(3); // the first one has failed, and comes again
    assertThat(calls).doesNotHaveDuplicates().doesNotContain("");
    assertThat(calls)
        .extracting(each -> Traceparent.parse(each))
        .noneMatch(each -> each.isSampled() || each.traceId().equals(TRACE));
    assertThat(spans()).isEmpty();
  }

  @Test
  void batchesAndTimersOfAnIdAreCreatesToo() {
    api().send("PUT", "/timers/mine", "{\"delay\":\"0s\"}", "traceparent", SAMPLED);
    List<SpanData> one = awaitSpans(2);
    SpanData put = named(one, "PUT /timers/{id}");
    assertThat(put.getAttributes().get(Spans.TIMER)).isEqualTo("mine");
    checkLink(named(one, "elapse"), put);
    exporter.reset();
    api()
        .send(
            "POST",
            "/timers/batch",
            "[{\"delay\":\"0s\"},{\"delay\":\"0s\"}]",
            "traceparent",
            SAMPLED);
    List<SpanData> both = awaitSpans(3);
    SpanData batch = named(both, "POST /timers/batch");
    assertThat(both)
        .filteredOn(each -> each.getName().equals("elapse"))
        .hasSize(2)
        .allSatisfy(elapse -> checkLink(elapse, batch));
  }

  @Test
  void otherRequestsAreNotTraced() {
    api().get("/timers", "traceparent", SAMPLED);
    api().send("POST", "/queues/q/claim?wait=0", "", "traceparent", SAMPLED);
    assertThat(spans()).isEmpty();
  }
}
