package dev.chime.bench;

import java.time.Duration;

/** What a server and its clients, who are this process, need of a processor from some time on. */
record Cpu(BenchServer server, Duration ofServer, Duration ofClients, long nanos) {

  static Cpu begin(BenchServer server) {
    return new Cpu(server, server.cpu(), clients(), System.nanoTime());
  }

  private static Duration clients() {
    return ProcessHandle.current().info().totalCpuDuration().orElseThrow();
  }

  void tell(Figures figures, String who, String what) {
    double elapsed = (System.nanoTime() - nanos) / 100.0;
    figures.add(
        who, what + ": server, % of a processor", server.cpu().minus(ofServer).toNanos() / elapsed);
    figures.add(
        who, what + ": clients, % of a processor", clients().minus(ofClients).toNanos() / elapsed);
  }
}
