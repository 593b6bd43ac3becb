package dev.chime.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chime.contract.Contract;
import dev.chime.harness.ApiClient;
import dev.chime.harness.ServerProcess;
import dev.chime.web.audit.AuditLog;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Logs for machines. A process of its own, since the log is the same for all of a JVM. */
@Timeout(120)
class StructuredLogsTest {

  @Test
  void everyLineIsAnEventOfTheElasticCommonSchema(@TempDir Path data) throws Exception {
    List<String> lines;
    try (ServerProcess server =
        ServerProcess.ofClasses(data, "--logging.structured.format.console=ecs")) {
      ApiClient client = new ApiClient(server.port());
      String id = client.create("{\"delay\":\"1h\"}");
      assertThat(client.delete(id).status()).isEqualTo(200);
      assertThat(client.send("DELETE", "/timers?label=for:a%22b%0A", "").status()).isEqualTo(200);
      assertThat(server.stop()).isNotNegative();
      lines = server.log();
    }
    List<JsonNode> events = lines.stream().map(Contract.JSON::readTree).toList();
    assertThat(events).hasSizeGreaterThan(3);
    for (JsonNode event : events) {
      assertThat(Instant.parse(event.required("@timestamp").asString())).isNotNull();
      assertThat(event.required("log").required("level").asString()).isIn("INFO", "WARN");
      assertThat(event.required("log").required("logger").asString()).isNotEmpty();
      assertThat(event.required("process").required("pid").asLong()).isPositive();
      assertThat(event.required("process").required("thread").has("name")).isTrue();
      assertThat(event.required("service").required("name").asString()).isEqualTo("chime");
      assertThat(event.required("message").asString()).isNotEmpty();
      assertThat(event.required("ecs").required("version").asString()).matches("\\d+\\.\\d+.*");
    }
    List<JsonNode> audited =
        events.stream()
            .filter(each -> each.at("/log/logger").asString().equals(AuditLog.NAME))
            .toList();
    assertThat(audited)
        .extracting(each -> each.at("/event/action").asString())
        .containsExactly("timer.cancel", "timer.cancel-all");
    assertThat(audited.get(0).at("/event/outcome").asString()).isEqualTo("success");
    assertThat(audited.get(0).at("/audit/namespace").asString()).isEqualTo("default");
    assertThat(audited.get(0).at("/audit/result").asString()).isEqualTo("cancelled");
    assertThat(audited.get(1).at("/audit/count").asInt(-1)).isZero();
    assertThat(audited.get(1).at("/audit/labels").asString()).isEqualTo("[for=a\"b\n]");
  }
}
