package dev.chime.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.chime.async.Executor;
import dev.chime.harness.ApiClient;
import dev.chime.harness.ApiTest;
import dev.chime.timer.Destination;
import dev.chime.timer.Due;
import dev.chime.timer.Namespace;
import dev.chime.timer.TimerDraft;
import dev.chime.timer.service.TimerService;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** The worker in the guide works, where Python is at hand. */
@ApiTest
class TakeWorkGuideTest {

  private static final String PYTHON = "python3";
  private static final int MOST_SECONDS = 30;
  private static final String QUEUE = "guide";

  /** Does one thing, fails at another, and then ends the worker. */
  private static final String HANDLER =
      """


      def handle(timer):
          print(timer["payload"], flush=True)
          if timer["payload"] == "bad":
              raise ValueError("it went wrong")
          if timer["payload"] == "end":
              raise SystemExit


      work("guide", handle)
      """;

  @LocalServerPort private int port;
  @Autowired private TimerService timers;

  @Test
  void itAcksWhatWentWellAndGivesBackWhatWentWrong(@TempDir Path folder)
      throws IOException, InterruptedException {
    assumeTrue(
        Stream.of(System.getenv("PATH").split(":"))
            .anyMatch(path -> Files.isExecutable(Path.of(path, PYTHON))),
        "it is not at hand");
    List<String> payloads = List.of("good", "bad", "end");
    for (String payload : payloads) {
      Executor.blockOn(
          timers.create(
              Namespace.DEFAULT,
              new TimerDraft(
                  new Due.After(Duration.ofMillis(50).multipliedBy(payloads.indexOf(payload))),
                  null,
                  '"' + payload + '"',
                  Map.of(),
                  new Destination.Queue(QUEUE))));
    }
    run(folder);
    assertThat(state("good")).isEqualTo("DELIVERED");
    assertThat(state("bad")).isEqualTo("PENDING");
    assertThat(state("end")).isEqualTo("LEASED");
  }

  private void run(Path folder) throws IOException, InterruptedException {
    String code = Document.of("src/docs/take-work.md").examples("python").getFirst().code();
    Path program =
        Files.writeString(folder.resolve("worker.py"), code.replace(":8080", ":" + port) + HANDLER);
    Path output = folder.resolve("output");
    Process worker =
        new ProcessBuilder(PYTHON, program.toString())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      assertThat(worker.waitFor(MOST_SECONDS, TimeUnit.SECONDS))
          .as(Files.readString(output))
          .isTrue();
    } finally {
      worker.destroyForcibly();
    }
    assertThat(Files.readString(output)).startsWith("good").endsWith("end\n");
  }

  private String state(String payload) {
    for (JsonNode each :
        new ApiClient(port).get("/deliveries?queue=" + QUEUE).json().required("deliveries")) {
      if (each.at("/timer/payload").asString("").equals(payload)) {
        return each.required("state").asString();
      }
    }
    throw new AssertionError("no delivery of " + payload);
  }
}
