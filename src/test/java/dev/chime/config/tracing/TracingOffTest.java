package dev.chime.config.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** Without an address for traces nothing is traced, and calls still tell of the client's span. */
@Timeout(60)
@SpringBootTest(
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {"chime.deliveries.http=true", "chime.deliveries.allow=127.0.0.1"})
@Import(TracingOffTest.Memory.class)
class TracingOffTest extends TracedServer {

  @TestConfiguration
  static class Memory {

    @Bean
    InMemorySpanExporter exporter() {
      return InMemorySpanExporter.create();
    }
  }

  @Autowired private InMemorySpanExporter exporter;
  @Autowired private ApplicationContext server;

  @Test
  void nothingOfOpenTelemetryIsThere() {
    assertThat(server.getBeanNamesForType(OpenTelemetry.class)).isEmpty();
    assertThat(server.getBeanNamesForType(Spans.class)).isEmpty();
    assertThat(server.getBeanNamesForType(io.micrometer.tracing.Tracer.class)).isEmpty();
  }

  @Test
  void eachCallTellsOfTheClientsSpan() {
    putEndpoint("hook");
    String body = "{\"delay\":\"100ms\",\"deliver\":{\"to\":\"hook\"}}";
    String answer = api().post(body, "traceparent", SAMPLED).body();
    awaitCalls(2);
    assertThat(calls).containsExactly(SAMPLED, SAMPLED);
    assertThat(answer).doesNotContain(TRACE);
    assertThat(exporter.getFinishedSpanItems()).isEmpty();
  }

  @Test
  void itIsKeptWhenTheTimerIsChangedAndIsNoPartOfTheRequest() {
    putEndpoint("changed");
    String body = "{\"delay\":\"1h\",\"deliver\":{\"to\":\"changed\"}}";
    assertThat(api().put("same", body, "traceparent", SAMPLED).status()).isEqualTo(201);
    assertThat(api().put("same", body, "traceparent", UNSAMPLED).status()).isEqualTo(200);
    api().patch("same", "{\"delay\":\"0s\"}", "traceparent", UNSAMPLED);
    awaitCalls(1);
    assertThat(calls).first().isEqualTo(SAMPLED);
  }

  @Test
  void oneThatBreaksTheRulesIsNone() {
    putEndpoint("none");
    String body = "{\"delay\":\"0s\",\"deliver\":{\"to\":\"none\"}}";
    assertThat(api().post(body, "traceparent", "00-" + TRACE).status()).isEqualTo(201);
    awaitCalls(1);
    assertThat(calls).first().isEqualTo("");
  }
}
