package dev.chime.web.audit;

import dev.chime.web.problem.Problems;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * A line of the audit log: names and values, of the Elastic Common Schema where it has a name. The
 * message has them as text; structured formats have them as fields, too. Not thread-safe.
 */
public final class AuditEntry {

  /**
   * What a request does.
   *
   * @param <T> what comes of it
   */
  @FunctionalInterface
  public interface Call<T> {

    /** Does it. */
    T call() throws InterruptedException;
  }

  private static final int MAX_LENGTH = 1024;
  private static final String OUTCOME = "event.outcome";
  private static final String RESULT = "audit.result";

  private final Logger log;
  private final Map<String, Object> values = new LinkedHashMap<>();

  AuditEntry(Logger log, String action) {
    this.log = log;
    values.put("event.action", action);
  }

  /** Adds a value. Null is left out. */
  public AuditEntry with(String name, @Nullable Object value) {
    if (value != null) {
      values.put(name, value);
    }
    return this;
  }

  /**
   * Does something, and writes the line: with the problem, if it fails.
   *
   * @param result says in a word what came of it
   */
  public <T> T record(Call<T> call, Function<T, String> result) throws InterruptedException {
    T done;
    try {
      done = call.call();
    } catch (InterruptedException | RuntimeException e) {
      failed(Problems.nameOf(e));
      throw e;
    }
    write("success", result.apply(done));
    return done;
  }

  void failed(String problem) {
    write("failure", problem);
  }

  private void write(String outcome, String result) {
    if (!log.isInfoEnabled()) {
      return;
    }
    with(OUTCOME, outcome).with(RESULT, result);
    LoggingEventBuilder line = log.atInfo();
    StringBuilder message = new StringBuilder();
    for (Map.Entry<String, Object> each : values.entrySet()) {
      line = line.addKeyValue(each.getKey(), each.getValue());
      message.append(message.isEmpty() ? "" : " ").append(each.getKey()).append('=');
      append(message, each.getValue().toString());
    }
    line.log(message.toString());
  }

  /**
   * Appends a value so that it cannot be taken for anything else: in quotes, unless it is a plain
   * word, and with escapes for whatever could end the quotes or the line.
   */
  private static void append(StringBuilder message, String value) {
    String text = value.length() > MAX_LENGTH ? value.substring(0, MAX_LENGTH) + "..." : value;
    if (!text.isEmpty() && text.chars().allMatch(AuditEntry::isPlain)) {
      message.append(text);
      return;
    }
    message.append('"');
    text.chars()
        .forEach(
            c -> {
              if (c == '"' || c == '\\') {
                message.append('\\').append((char) c);
              } else if (c < ' ' || c > '~') {
                message.append(String.format("\\u%04x", c));
              } else {
                message.append((char) c);
              }
            });
    message.append('"');
  }

  private static boolean isPlain(int c) {
    return c > ' ' && c <= '~' && c != '"' && c != '\\' && c != '=';
  }
}
