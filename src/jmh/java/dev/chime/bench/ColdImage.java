package dev.chime.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A folder with what the image has: the unpacked jar, and the cache that the image's own training
 * has left there.
 *
 * @param folder what the image calls {@code /app}
 * @param options of the JVM, the image's and those that were asked for
 */
record ColdImage(Path folder, List<String> options) {

  private static final Path JAR = Path.of("target", "jmh", "chime.jar");
  private static final Path DOCKER = Path.of("src", "main", "docker");

  /** Makes it, with options beside the image's, and trains it on a port. */
  static ColdImage make(Path folder, List<String> more, int port)
      throws IOException, InterruptedException {
    Path app = folder.toAbsolutePath();
    Path java = Path.of(System.getProperty("java.home"), "bin");
    run(
        Path.of(""),
        Map.of(),
        List.of(
            java.resolve("java").toString(),
            "-Djarmode=tools",
            "-jar",
            JAR.toString(),
            "extract",
            "--destination",
            app.toString()));
    List<String> options = new ArrayList<>();
    for (String line : Files.readAllLines(DOCKER.resolve("jvm.options"))) {
      if (line.startsWith("-") && !line.startsWith("-Dorg.sqlite.lib.path")) {
        options.add(line);
      }
    }
    options.addAll(more);
    Files.write(app.resolve("jvm.options"), options);
    Path train = DOCKER.resolve("train.sh").toAbsolutePath();
    String path = java + ":" + System.getenv("PATH");
    run(
        app,
        Map.of("SERVER_PORT", Integer.toString(port), "PATH", path),
        List.of(train.toString()));
    return new ColdImage(app, options);
  }

  /** What {@code java} is started with. */
  List<String> arguments(boolean isCached) {
    return isCached
        ? List.of("@jvm.options", "-XX:AOTCache=chime.aot", "-jar", "chime.jar")
        : List.of("@jvm.options", "-jar", "chime.jar");
  }

  private static void run(Path in, Map<String, String> environment, List<String> command)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(in.toAbsolutePath().toFile()).inheritIO();
    builder.environment().putAll(environment);
    if (builder.start().waitFor() != 0) {
      throw new IllegalStateException("failed: " + String.join(" ", command));
    }
  }
}
