package dev.chime.bench;

import dev.chime.store.postgres.DatabaseAddress;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@link CallingScheduler} in a JVM of its own, as ours has one. It ends when this is closed. */
final class SchedulerPeer implements AutoCloseable {

  private final Process process;
  private final PrintStream commands;
  private final BufferedReader answers;

  private SchedulerPeer(Process process) {
    this.process = process;
    this.commands = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
    this.answers = process.inputReader(StandardCharsets.UTF_8);
  }

  /**
   * Starts it.
   *
   * @param database null for the calls alone
   */
  static SchedulerPeer start(@Nullable DatabaseAddress database, int port, List<String> flags)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags);
    command.addAll(
        List.of(
            "-classpath",
            ManagementFactory.getRuntimeMXBean().getClassPath(),
            CallingScheduler.class.getName(),
            Integer.toString(port)));
    if (database != null) {
      command.add(database.url());
    }
    return new SchedulerPeer(
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
  }

  /** Schedules calls that are all due at the same time. */
  void atOnce(List<Instant> deadlines) throws IOException {
    schedule(deadlines.getFirst(), deadlines.size(), 0);
  }

  /** Schedules calls, so many for each second. */
  DeliveryLoad.Maker atRate(int rate) {
    return deadlines -> schedule(deadlines.getFirst(), deadlines.size(), rate);
  }

  private void schedule(Instant first, int count, int rate) throws IOException {
    commands.println(first.toEpochMilli() + " " + count + " " + rate);
    String answer = answers.readLine();
    if (!"scheduled".equals(answer)) {
      throw new IllegalStateException("the peer says: " + answer);
    }
  }

  @Override
  public void close() {
    commands.close();
    process.onExit().join();
  }
}
