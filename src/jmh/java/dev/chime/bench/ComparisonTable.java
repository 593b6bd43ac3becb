package dev.chime.bench;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.RunResult;

/**
 * Results of several implementations of each bench, as a table in Markdown: a line for each peer,
 * with ours and the ratio. Ours is the first of a bench; what has no implementations to choose from
 * stands alone.
 */
final class ComparisonTable {

  private static final String IMPLEMENTATION = "implementation";
  private static final String ROW = "| %-32s | %10s | %-15s | %10s | %6s |%n";

  private record Score(String implementation, double nanos) {}

  private final Map<String, List<Score>> benches = new LinkedHashMap<>();

  private ComparisonTable() {}

  static ComparisonTable of(Collection<RunResult> results) {
    ComparisonTable table = new ComparisonTable();
    for (RunResult result : results) {
      BenchmarkParams params = result.getParams();
      String implementation = params.getParam(IMPLEMENTATION);
      table
          .benches
          .computeIfAbsent(label(params), bench -> new ArrayList<>())
          .add(
              new Score(
                  implementation == null ? "" : implementation,
                  result.getPrimaryResult().getScore()));
    }
    return table;
  }

  void printTo(PrintStream out) {
    out.printf(ROW, "bench", "ours ns/op", "peer", "its ns/op", "ratio");
    out.println("|---|--:|---|--:|--:|");
    benches.forEach((bench, scores) -> printBench(out, bench, scores));
  }

  private static void printBench(PrintStream out, String bench, List<Score> scores) {
    double ours = scores.getFirst().nanos();
    String label = bench;
    String oursText = nanos(ours);
    if (scores.size() == 1) {
      out.printf(ROW, label, oursText, "", "", "");
    }
    for (Score peer : scores.subList(1, scores.size())) {
      String ratio = "%.2f".formatted(peer.nanos() / ours);
      out.printf(ROW, label, oursText, peer.implementation(), nanos(peer.nanos()), ratio);
      label = "";
      oursText = "";
    }
  }

  /** The bench's method and the values of its other parameters. */
  private static String label(BenchmarkParams params) {
    String name = params.getBenchmark();
    StringBuilder label = new StringBuilder(name.substring(name.lastIndexOf('.') + 1));
    for (String key : params.getParamsKeys()) {
      if (!key.equals(IMPLEMENTATION)) {
        label.append(' ').append(key).append('=').append(params.getParam(key));
      }
    }
    return label.toString();
  }

  private static String nanos(double nanos) {
    return "%.1f".formatted(nanos);
  }
}
