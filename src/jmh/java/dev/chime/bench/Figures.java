package dev.chime.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** What has been measured, printed as it comes, and kept to be compared with another build's. */
final class Figures {

  static final String CHIME = "Chime";
  static final String PEER = "by hand";

  private static final PrintStream OUT = System.out;

  private final Map<String, Map<String, Double>> figures = new LinkedHashMap<>();

  void add(String who, String what, double value) {
    figures.computeIfAbsent(what, name -> new LinkedHashMap<>()).put(who, value);
    OUT.printf("%-8s %-60s %,12.2f%n", who, what, value);
  }

  /** What has been measured of both, side by side. */
  void printTable() {
    OUT.printf("%n%-60s %14s %14s%n", "", CHIME, PEER);
    figures.forEach(
        (what, values) ->
            OUT.printf("%-60s %14s %14s%n", what, text(values, CHIME), text(values, PEER)));
  }

  private static String text(Map<String, Double> values, String who) {
    Double value = values.get(who);
    return value == null ? "" : "%,.2f".formatted(value);
  }

  void write(Path file, String machine) throws IOException {
    JsonMapper.builder()
        .enable(SerializationFeature.INDENT_OUTPUT)
        .build()
        .writeValue(file, Map.of("machine", machine, "figures", figures));
  }
}
