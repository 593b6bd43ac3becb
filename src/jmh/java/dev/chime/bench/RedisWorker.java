package dev.chime.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The reliable queue of Redis's manual: each worker moves what it takes to a list of its own, and
 * removes it from there when it is done. Several at once go through a pipeline.
 */
final class RedisWorker implements QueueWorker {

  static final String QUEUE = "work";

  private final Link link;
  private final String own;

  RedisWorker(int port, int number) throws IOException {
    link = new Link(port);
    own = "taken:" + number;
  }

  /** Puts work into the queue. */
  static void fill(int port, List<String> work) throws IOException {
    try (Link link = new Link(port)) {
      for (String each : work) {
        link.write(command("RPUSH", QUEUE, each));
      }
      link.flush();
      for (int i = 0; i < work.size(); i++) {
        read(link);
      }
    }
  }

  @Override
  public int work(int max) throws IOException {
    String take =
        max == 1
            ? command("BLMOVE", QUEUE, own, "LEFT", "RIGHT", "1")
            : command("LMOVE", QUEUE, own, "LEFT", "RIGHT");
    link.write(take.repeat(max));
    link.flush();
    List<String> taken = new ArrayList<>();
    for (int i = 0; i < max; i++) {
      String each = read(link);
      if (each != null) {
        taken.add(each);
      }
    }
    for (String each : taken) {
      link.write(command("LREM", own, "1", each));
    }
    link.flush();
    for (int i = 0; i < taken.size(); i++) {
      if (!":1".equals(read(link))) {
        throw new IllegalStateException("somebody else has removed it");
      }
    }
    return taken.size();
  }

  private static String command(String... parts) {
    StringBuilder command = new StringBuilder("*" + parts.length + "\r\n");
    for (String part : parts) {
      command.append('$').append(part.length()).append("\r\n").append(part).append("\r\n");
    }
    return command.toString();
  }

  /** An answer: a text, a number as it is sent, or null. */
  private static @Nullable String read(Link link) throws IOException {
    String line = link.line();
    if (line.startsWith("-")) {
      throw new IllegalStateException(line);
    }
    if (line.startsWith("$-") || line.startsWith("*-")) {
      return null;
    }
    if (!line.startsWith("$")) {
      return line;
    }
    String text = link.text(Integer.parseInt(line.substring(1)));
    link.line();
    return text;
  }

  @Override
  public void close() throws IOException {
    link.close();
  }
}
