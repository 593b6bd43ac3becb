package dev.chime.harness;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The packaged server in a process of its own, on a free port. */
public final class ServerProcess implements AutoCloseable {

  private static final Pattern STARTED = Pattern.compile("started on port (\\d+)");
  static final Duration PATIENCE = Duration.ofMinutes(3);

  private final Process process;
  private final List<String> log = new CopyOnWriteArrayList<>();
  private final CompletableFuture<Integer> port = new CompletableFuture<>();
  private final Thread reader;
  private Duration cpuSeen = Duration.ZERO;

  private ServerProcess(Process process) {
    this.process = process;
    reader = Thread.ofVirtual().start(this::read);
  }

  /** Starts the server with its timers in this folder. */
  public static ServerProcess start(Path jar, Path data, String... options) throws IOException {
    List<String> all = new ArrayList<>(List.of("--chime.data=" + data));
    Collections.addAll(all, options);
    return start(List.of(), jar, all);
  }

  /** Starts the server. */
  public static ServerProcess start(List<String> jvmOptions, Path jar, List<String> options)
      throws IOException {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    List<String> command = new ArrayList<>(List.of(java.toString()));
    command.addAll(jvmOptions);
    command.addAll(List.of("-jar", jar.toString(), "--server.port=0"));
    command.addAll(options);
    return new ServerProcess(new ProcessBuilder(command).redirectErrorStream(true).start());
  }

  /** Starts the server from the classes under test, in place of the packaged jar. */
  public static ServerProcess ofClasses(Path data, String... options) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.chime.ChimeApplication",
                "--server.port=0",
                "--chime.data=" + data));
    Collections.addAll(command, options);
    return new ServerProcess(new ProcessBuilder(command).redirectErrorStream(true).start());
  }

  private void read() {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        log.add(line);
        Matcher started = STARTED.matcher(line);
        if (started.find()) {
          port.complete(Integer.valueOf(started.group(1)));
        }
      }
      port.completeExceptionally(new IllegalStateException("ended: " + log));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The port it listens on, once it does. */
  public int port() {
    return port.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
  }

  /** The port it listens on; 0 as long as it does not. */
  public int portNow() {
    return port.isCompletedExceptionally() ? 0 : port.getNow(0);
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Sends it a signal, such as STOP, which halts it as it is, and CONT, which has it go on. */
  public void signal(String name) throws IOException {
    new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start().onExit().join();
  }

  /** What it has logged so far. */
  public List<String> log() {
    return log;
  }

  /** The processor time it has used since this was last asked. */
  public Duration cpuSinceLastLook() {
    Duration cpu = process.info().totalCpuDuration().orElseThrow();
    Duration used = cpu.minus(cpuSeen);
    cpuSeen = cpu;
    return used;
  }

  /** Asks it to stop, as service managers do (SIGTERM); its exit status. */
  public int stop() throws InterruptedException {
    process.toHandle().destroy(); // Process.destroy() would also close its output
    if (!process.waitFor(PATIENCE)) {
      throw new AssertionError("it does not stop: " + log);
    }
    reader.join();
    return process.exitValue();
  }

  /** Ends it without a warning, as a power failure would (SIGKILL), and waits for that. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
    reader.join();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
