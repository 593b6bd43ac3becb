package dev.chime.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/** What a server and its clients, who are this process, need of a processor from some time on. */
record Cpu(
    BenchServer server, Duration ofServer, Duration ofClients, Duration ofMachine, long nanos) {

  private static final Path STAT = Path.of("/proc/stat");

  /** Of the fields of its first line: user, nice, system, interrupts, and the soft ones. */
  private static final int[] BUSY = {1, 2, 3, 6, 7};

  private static final int TICK_MILLIS = 10;

  static Cpu begin(BenchServer server) throws IOException {
    return new Cpu(server, server.cpu(), clients(), machine(), System.nanoTime());
  }

  private static Duration clients() {
    return ProcessHandle.current().info().totalCpuDuration().orElseThrow();
  }

  /** All that runs on this machine. */
  private static Duration machine() throws IOException {
    try (Stream<String> lines = Files.lines(STAT)) {
      String[] fields = lines.findFirst().orElseThrow().split(" +", -1);
      long ticks = 0;
      for (int each : BUSY) {
        ticks += Long.parseLong(fields[each]);
      }
      return Duration.ofMillis(ticks * TICK_MILLIS);
    }
  }

  void tell(Figures figures, String who, String what) {
    figures.add(who, what + ": server, % of a processor", percent(server.cpu().minus(ofServer)));
    figures.add(who, what + ": clients, % of a processor", percent(clients().minus(ofClients)));
  }

  /** One line, with what else the machine has to do, which should be nothing. */
  String describe() throws IOException {
    Duration ours = server.cpu().minus(ofServer);
    Duration theirs = clients().minus(ofClients);
    Duration others = machine().minus(ofMachine).minus(ours).minus(theirs);
    return "server %.0f %%, clients %.0f %%, all else %.0f %% of a processor"
        .formatted(percent(ours), percent(theirs), percent(others));
  }

  private double percent(Duration time) {
    return time.toNanos() * 100.0 / (System.nanoTime() - nanos);
  }
}
