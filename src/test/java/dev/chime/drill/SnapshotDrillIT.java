package dev.chime.drill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chime.harness.ApiClient;
import dev.chime.harness.ServerProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The drill: the packaged server is backed up amid creates by the commands of its jar, killed, and
 * lost with its disk. What is restored is compared with what clients were told.
 */
@Timeout(600)
class SnapshotDrillIT {

  private static final int CLIENTS = 8;
  private static final int BEFORE = 300;
  private static final int COMMAND_SECONDS = 120;

  private final Path jar = Path.of(System.getProperty("chime.jar"));
  private final ConcurrentLinkedQueue<String> created = new ConcurrentLinkedQueue<>();

  /** Runs a command of the jar, as an operator would; its output. */
  private String command(int expected, String... arguments)
      throws IOException, InterruptedException {
    List<String> line =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                jar.toString()));
    line.addAll(Arrays.asList(arguments));
    Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(COMMAND_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(line + ": " + output).isEqualTo(expected);
    return output;
  }

  private static JsonNode json(String output) {
    return new JsonMapper().readTree(output);
  }

  /** Starts clients that create timers until they are told to end, or the server has gone. */
  private List<Thread> startCreating(ApiClient client, AtomicBoolean goOn) {
    return IntStream.range(0, CLIENTS)
        .mapToObj(
            number ->
                Thread.ofVirtual()
                    .start(
                        () -> {
                          for (int i = 0; goOn.get(); i++) {
                            String id = "drill-" + number + "-" + i;
                            try {
                              if (client.put(id, "{\"delay\":\"1h\"}").status() == 201) {
                                created.add(id);
                              }
                            } catch (RuntimeException e) { // killed
                              return;
                            }
                          }
                        }))
        .toList();
  }

  private void awaitCreated(int count) throws InterruptedException {
    while (created.size() < count) {
      Thread.sleep(10);
    }
  }

  @Test
  void whatWasAcknowledgedBeforeTheSnapshotIsThereAfterTheRestore(@TempDir Path folder)
      throws IOException, InterruptedException {
    Path data = folder.resolve("data");
    String backup = "--chime.backup.folder=" + folder.resolve("backup");
    List<String> before;
    String file;
    List<Thread> clients;
    AtomicBoolean goOn = new AtomicBoolean(true);
    try (ServerProcess server = ServerProcess.start(jar, data, backup)) {
      String url = "--url=http://localhost:" + server.port();
      ApiClient client = new ApiClient(server.port());
      command(0, "health", "--ready", url);
      client.put("elapses-again", "{\"delay\":\"40s\"}");
      client.put("cancelled-later", "{\"delay\":\"1h\"}");
      clients = startCreating(client, goOn);
      awaitCreated(BEFORE);
      before = List.copyOf(created);
      file = json(command(0, "snapshot", "save", "--json", url)).path("file").asString();
      int then = created.size();
      assertThat(client.delete("cancelled-later").text("state")).isEqualTo("CANCELLED");
      assertThat(client.patch("elapses-again", "{\"delay\":\"0s\"}").status()).isEqualTo(200);
      assertThat(client.get("/timers/elapses-again").text("state")).isEqualTo("ELAPSED");
      awaitCreated(then + CLIENTS);
      client.put("created-later", "{\"delay\":\"1h\"}");
      assertThat(command(1, "snapshot", "restore", file, "--chime.data=" + data))
          .contains("Another process uses");
      server.kill();
      goOn.set(false);
      for (Thread each : clients) {
        each.join();
      }
    }
    JsonNode verified = json(command(0, "snapshot", "verify", "--json", file));
    assertThat(command(1, "snapshot", "restore", file, "--chime.data=" + data))
        .contains("is not empty");
    Path other = folder.resolve("restored");
    assertThat(command(0, "snapshot", "restore", file, "--chime.data=" + other))
        .contains("elapse again");

    try (ServerProcess server = ServerProcess.start(jar, other, backup)) {
      ApiClient client = new ApiClient(server.port());
      assertThat(before).allMatch(id -> client.get("/timers/" + id + "?wait=0").status() == 200);
      long found =
          created.stream()
              .filter(id -> client.get("/timers/" + id + "?wait=0").status() == 200)
              .count();
      // One of each client's may have been committed, and its answer lost in the kill or late.
      assertThat(verified.at("/timers/pending").asLong() - 2).isBetween(found, found + CLIENTS);
      assertThat(found).isGreaterThanOrEqualTo(before.size());
      assertThat(client.get("/timers/cancelled-later?wait=0").text("state")).isEqualTo("PENDING");
      assertThat(client.get("/timers/created-later?wait=0").status()).isEqualTo(404);
      assertThat(client.get("/timers/elapses-again?wait=60s").text("state")).isEqualTo("ELAPSED");
      assertThat(client.get("/actuator/prometheus").body())
          .contains("chime_backup_size_bytes " + (double) verified.path("bytes").asLong());
    }
  }
}
