package dev.chime.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A server in a JVM of its own, on this one's class path, with a folder for its timers and log. */
final class BenchServer implements AutoCloseable {

  private final Process process;
  private final String url;

  private BenchServer(Process process, String url) {
    this.process = process;
    this.url = url;
  }

  /** Starts a server and waits until it is ready. */
  static BenchServer start(int port, Path folder, List<String> flags, List<String> settings)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.addAll(flags);
    command.addAll(
        List.of(
            "-classpath",
            ManagementFactory.getRuntimeMXBean().getClassPath(),
            "dev.chime.ChimeApplication",
            "--server.port=" + port,
            "--chime.data=" + folder));
    command.addAll(settings);
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("server.log").toFile())
            .start();
    BenchServer server = new BenchServer(process, "http://127.0.0.1:" + port);
    server.awaitReady();
    return server;
  }

  String url() {
    return url;
  }

  /** The processor time that it has used so far. */
  Duration cpu() {
    return process.info().totalCpuDuration().orElseThrow();
  }

  private void awaitReady() throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url + "/actuator/health/readiness")).build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      while (process.isAlive()) {
        try {
          if (client.send(request, BodyHandlers.discarding()).statusCode() == 200) {
            return;
          }
        } catch (IOException e) {
          Thread.sleep(50); // it does not listen yet
        }
      }
    }
    throw new IllegalStateException("the server has ended; see server.log");
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
  }
}
