package dev.chime.bench;

import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A server in a JVM of its own, on this one's class path, with a folder for its timers and log. */
final class BenchServer implements AutoCloseable {

  private static final Path JAR = Path.of("target", "jmh", "chime.jar");
  private static final int COLLECTIONS = 3;

  private final Process process;
  private final String url;

  private BenchServer(Process process, String url) {
    this.process = process;
    this.url = url;
  }

  /** Starts a server on this JVM's class path, and waits until it is ready. */
  static BenchServer start(int port, Path folder, List<String> flags, List<String> settings)
      throws IOException, InterruptedException {
    List<String> rest =
        new ArrayList<>(
            List.of(
                "-classpath",
                ManagementFactory.getRuntimeMXBean().getClassPath(),
                "dev.chime.ChimeApplication",
                "--chime.data=" + folder));
    rest.addAll(settings);
    return launch(port, folder, flags, rest, Map.of());
  }

  /**
   * Starts the packaged jar, with some controllers more, and waits until it is ready.
   *
   * @param more classes by their resources' names
   * @param environment variables for its process, besides this one's
   */
  static BenchServer startJar(
      int port,
      Path folder,
      List<String> flags,
      List<String> settings,
      List<String> more,
      Map<String, String> environment)
      throws IOException, InterruptedException {
    Path classes = folder.resolve("classes");
    for (String each : more) {
      Path copy = classes.resolve(each);
      Files.createDirectories(copy.getParent());
      try (InputStream from = ClassLoader.getSystemResourceAsStream(each)) {
        Files.copy(Objects.requireNonNull(from, each), copy);
      }
    }
    List<String> rest =
        new ArrayList<>(
            List.of(
                "-Dloader.path=" + classes,
                "-classpath",
                JAR.toString(),
                "org.springframework.boot.loader.launch.PropertiesLauncher",
                "--chime.data=" + folder));
    rest.addAll(settings);
    return launch(port, folder, flags, rest, environment);
  }

  /** Starts a peer on this JVM's class path, and waits until it is ready. */
  static BenchServer startPeer(Class<?> main, int port, Path folder, List<String> flags)
      throws IOException, InterruptedException {
    String classPath = ManagementFactory.getRuntimeMXBean().getClassPath();
    return launch(port, folder, flags, List.of("-classpath", classPath, main.getName()), Map.of());
  }

  /**
   * Starts what has been unpacked into a folder, as the image does, and waits until it is ready.
   *
   * @param image the folder that it runs in
   * @param folder for its timers and log
   * @param arguments of {@code java}
   */
  static BenchServer startImage(int port, Path image, Path folder, List<String> arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(arguments);
    command.add("--server.port=" + port);
    command.add("--chime.data=" + folder.toAbsolutePath());
    return launch(port, folder, new ProcessBuilder(command).directory(image.toFile()));
  }

  private static BenchServer launch(
      int port,
      Path folder,
      List<String> flags,
      List<String> classesAndSettings,
      Map<String, String> environment)
      throws IOException, InterruptedException {
    Path home = Path.of(System.getProperty("java.home"));
    List<String> command = new ArrayList<>();
    command.add(home.resolve("bin").resolve("java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.addAll(flags);
    command.addAll(classesAndSettings);
    command.add("--server.port=" + port);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    return launch(port, folder, builder);
  }

  private static BenchServer launch(int port, Path folder, ProcessBuilder builder)
      throws IOException, InterruptedException {
    Process process =
        builder
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("server.log").toFile())
            .start();
    BenchServer server = new BenchServer(process, "http://127.0.0.1:" + port);
    server.awaitReady();
    return server;
  }

  int port() {
    return URI.create(url).getPort();
  }

  /** The bytes of the process that lie in memory, after a full collection. */
  long settledBytes() throws IOException, InterruptedException {
    collect(COLLECTIONS);
    return residentBytes();
  }

  /** The bytes of all objects that have been made so far. */
  double allocatedBytes() throws IOException, InterruptedException {
    collect(1); // what was made since the last one is counted then
    return metrics().get("jvm_gc_memory_allocated_bytes_total");
  }

  private void collect(int times) throws IOException, InterruptedException {
    for (int i = 0; i < times; i++) {
      new ProcessBuilder(
              Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
              Long.toString(process.pid()),
              "GC.run")
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    }
  }

  /** The bytes of the process that lie in memory. */
  long residentBytes() throws IOException {
    return status("VmRSS:") * 1024;
  }

  int threads() throws IOException {
    return Math.toIntExact(status("Threads:"));
  }

  int openFiles() throws IOException {
    try (Stream<Path> files = Files.list(proc().resolve("fd"))) {
      return Math.toIntExact(files.count());
    }
  }

  private Path proc() {
    return Path.of("/proc", Long.toString(process.pid()));
  }

  private long status(String field) throws IOException {
    return Files.readAllLines(proc().resolve("status")).stream()
        .filter(line -> line.startsWith(field))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow();
  }

  /** All metrics by name and tags, as Prometheus would scrape them. */
  Map<String, Double> metrics() throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(URI.create(url + "/actuator/prometheus")).build();
    Map<String, Double> metrics = new TreeMap<>();
    try (HttpClient client = HttpClient.newHttpClient()) {
      client
          .send(request, BodyHandlers.ofString())
          .body()
          .lines()
          .filter(line -> !line.startsWith("#"))
          .forEach(
              line -> {
                int space = line.lastIndexOf(' ');
                metrics.put(
                    line.substring(0, space), Double.parseDouble(line.substring(space + 1)));
              });
    }
    return metrics;
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
          Thread.sleep(10); // it does not listen yet
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
