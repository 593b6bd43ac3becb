package dev.chime.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.HdrHistogram.Histogram;

/**
 * A minute of timers, each created by a request of its own and waited for by another, at a rate
 * that does not ask how far the server has come: what it is late with is counted as late.
 */
final class ColdMinute {

  private static final Duration LEAD = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  /** Fewer than files may be open; a server that far behind makes its clients queue. */
  private static final int CONNECTIONS = 15_000;

  private static final long SECOND = 1_000_000; // in microseconds
  private static final int PART = 10;
  private static final int DIGITS = 3;

  private final BenchServer server;
  private final int perSecond;
  private final int count;
  private final Histogram creates = new Histogram(DIGITS);
  private final Histogram answers = new Histogram(DIGITS);
  private final Histogram[] parts;
  private long first;
  private int begun;
  private int answered;

  /** Not begun yet; a multiple of ten seconds. */
  ColdMinute(BenchServer server, int perSecond, int seconds) {
    this.server = server;
    this.perSecond = perSecond;
    this.count = perSecond * seconds;
    this.parts = new Histogram[seconds / PART];
    Arrays.setAll(parts, part -> new Histogram(DIGITS));
  }

  /** Runs it, to the last answer. */
  void run() throws IOException {
    try (Crowd crowd = new Crowd(server.port(), this::answered)) {
      first = Crowd.micros();
      crowd.turnUntil(
          () -> {
            createDue(crowd);
            return answered == count;
          },
          Duration.ofSeconds(count / perSecond).plus(PATIENCE));
    }
  }

  private long createAt(int timer) {
    return first + timer * SECOND / perSecond;
  }

  private void createDue(Crowd crowd) {
    try {
      long now = Crowd.micros();
      for (; begun < count && createAt(begun) <= now && crowd.size() < CONNECTIONS; begun++) {
        long planned = createAt(begun);
        Instant deadline = Instant.ofEpochMilli(planned / 1_000).plus(LEAD);
        String path = "/timers/cold-" + begun;
        crowd.put(
            path,
            "{\"at\":\"" + deadline + "\",\"payload\":{\"order\":" + begun + "}}",
            micros -> {
              creates.recordValue(micros - planned);
              await(crowd, path, deadline.toEpochMilli() * 1_000);
            });
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void await(Crowd crowd, String path, long due) {
    try {
      crowd.get(path + CrowdBench.WAIT, due);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void answered(Crowd.Client client, long micros) {
    answered++;
    long late = Math.max(0, micros - client.due());
    answers.recordValue(late);
    int part = (int) ((client.due() - first - LEAD.toMillis() * 1_000) / SECOND / PART);
    parts[Math.clamp(part, 0, parts.length - 1)].recordValue(late);
  }

  /** Lateness in milliseconds: answers, answers by ten seconds, and creates; p50/p99/max each. */
  String report() {
    return "answers late by ms, p50/p99/max: %s; by %d s: %s; creates: %s"
        .formatted(
            text(answers),
            PART,
            Arrays.stream(parts).map(ColdMinute::text).collect(Collectors.joining(", ")),
            text(creates));
  }

  private static String text(Histogram micros) {
    return "%.1f/%.1f/%.0f"
        .formatted(
            micros.getValueAtPercentile(50) / 1e3,
            micros.getValueAtPercentile(99) / 1e3,
            micros.getMaxValue() / 1e3);
  }
}
