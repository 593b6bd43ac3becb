package dev.chime.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Program: two files that {@link SocketBench} has left, of two builds, figure by figure, and how
 * many times the one before each is. Where there is a peer, what counts is the ratio to it: it
 * leaves out how fast the machine was that day.
 *
 * <p>Arguments: the file of before, the file of now.
 */
public final class BenchDiff {

  private static final PrintStream OUT = System.out;

  private BenchDiff() {}

  /** Runs the program. */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length != 2) {
      throw new IllegalArgumentException("two files are needed: of before, and of now");
    }
    JsonNode before = read(arguments[0]);
    JsonNode now = read(arguments[1]);
    OUT.printf("before: %s%nnow:    %s%n%n", before.get("machine"), now.get("machine"));
    OUT.printf("%-64s %10s %10s %7s %14s%n", "", "before", "now", "times", "beside by hand");
    for (var each : now.get("figures").properties()) {
      JsonNode old = before.get("figures").get(each.getKey());
      if (old != null && old.has(Figures.CHIME) && each.getValue().has(Figures.CHIME)) {
        tell(each.getKey(), old, each.getValue());
      }
    }
  }

  private static JsonNode read(String file) {
    return JsonMapper.shared().readTree(Path.of(file).toFile());
  }

  private static void tell(String what, JsonNode before, JsonNode now) {
    double old = before.get(Figures.CHIME).asDouble();
    double today = now.get(Figures.CHIME).asDouble();
    OUT.printf(
        "%-64s %,10.2f %,10.2f %7.2f %14s%n",
        what, old, today, today / old, besidePeer(before, old, now, today));
  }

  private static String besidePeer(JsonNode before, double old, JsonNode now, double today) {
    if (!before.has(Figures.PEER) || !now.has(Figures.PEER)) {
      return "";
    }
    double ratioBefore = old / before.get(Figures.PEER).asDouble();
    double ratio = today / now.get(Figures.PEER).asDouble();
    return "%.2f".formatted(ratio / ratioBefore);
  }
}
