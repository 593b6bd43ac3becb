package dev.chime.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * Program: the short form of all benches, in under five minutes. Prints one table of ours beside
 * each peer and leaves JMH's own results in {@code target/jmh-result.json}, its logs beside them.
 * No arguments.
 */
public final class Comparison {

  private static final String HEAP = "3g";
  private static final String RESULT = "target/jmh-result.json";
  private static final String LOG = "target/jmh.log";
  private static final String TEN_MILLION_LOG = "target/jmh-10M.log";
  private static final PrintStream OUT = System.out;

  private Comparison() {}

  /** Runs the program. */
  public static void main(String[] arguments) throws RunnerException, IOException {
    OUT.println("Running the short form of all benches; its logs are target/jmh*.log");
    Collection<RunResult> results = new ArrayList<>();
    results.addAll(new Runner(anySize().build()).run());
    results.addAll(new Runner(tenMillion().build()).run());
    try (PrintStream json = new PrintStream(RESULT, StandardCharsets.UTF_8)) {
      ResultFormatFactory.getInstance(ResultFormatType.JSON, json).writeOut(results);
    }
    OUT.println(Machine.describe(JvmFlags.withHeap(HEAP)));
    OUT.println();
    ComparisonTable.of(results).printTo(OUT);
  }

  private static ChainedOptionsBuilder anySize() {
    return quick(LOG)
        .include("dev\\.chime\\.")
        .exclude("expire10M")
        .param("pending", "10000", "1000000");
  }

  /** The largest size, for ours and the peers that come nearest. */
  private static ChainedOptionsBuilder tenMillion() {
    return quick(TEN_MILLION_LOG)
        .include("cancelAndInsert")
        .param("pending", "10000000")
        .param("implementation", "CHIME_WHEEL", "CHIME_FUTURE", "AGRONA", "AGRONA_TASKS");
  }

  private static ChainedOptionsBuilder quick(String log) {
    return new OptionsBuilder()
        .forks(1)
        .warmupIterations(1)
        .warmupTime(TimeValue.milliseconds(500))
        .measurementIterations(2)
        .measurementTime(TimeValue.milliseconds(500))
        .jvmArgsAppend(JvmFlags.withHeap(HEAP).toArray(String[]::new))
        .shouldFailOnError(true)
        .output(log);
  }
}
