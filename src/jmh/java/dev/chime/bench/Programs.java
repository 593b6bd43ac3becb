package dev.chime.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** Programs of the system that peers are measured with. */
final class Programs {

  private static final int PAUSE_MILLIS = 50;

  private Programs() {}

  static boolean isInstalled(String program) {
    return Pattern.compile(":")
        .splitAsStream(System.getenv("PATH"))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  /** Starts Redis with a file that each write is in before it is answered; waits until it is up. */
  static Process startRedis(String port, Path folder, Map<String, String> environment)
      throws IOException, InterruptedException {
    Path log = folder.resolve("redis.log");
    Process server =
        start(
            log,
            environment,
            List.of(
                "redis-server",
                "--port",
                port,
                "--bind",
                "127.0.0.1",
                "--dir",
                folder.toString(),
                "--appendonly",
                "yes",
                "--appendfsync",
                "always",
                "--save",
                ""));
    while (!Files.readString(log).contains("Ready to accept")) {
      if (server.waitFor(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException(Files.readString(log));
      }
    }
    return server;
  }

  /** Starts beanstalkd with a log that each write is in before it is answered. */
  static Process startBeanstalkd(String port, Path folder, Map<String, String> environment)
      throws IOException, InterruptedException {
    Path log = folder.resolve("beanstalkd.log");
    Process server =
        start(
            log,
            environment,
            List.of("beanstalkd", "-l", "127.0.0.1", "-p", port, "-b", folder.toString(), "-f0"));
    if (server.waitFor(10 * PAUSE_MILLIS, TimeUnit.MILLISECONDS)) { // it does not say when it is up
      throw new IllegalStateException(Files.readString(log));
    }
    return server;
  }

  private static Process start(Path log, Map<String, String> environment, List<String> command)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().putAll(environment);
    return builder.start();
  }
}
