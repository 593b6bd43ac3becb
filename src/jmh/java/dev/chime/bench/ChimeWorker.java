package dev.chime.bench;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Claims deliveries from a queue of Chime's, and acks them: all in one request, or the only one.
 */
final class ChimeWorker implements QueueWorker {

  /** The id and the token of each delivery in the answer to a claim. */
  private static final Pattern LEASE =
      Pattern.compile("\"id\":\"([^\"]+)\",\"token\":\"([^\"]+)\"");

  private static final String LENGTH = "content-length:";
  private static final String CHUNKED = "transfer-encoding: chunked";

  private final Link link;
  private final String queue;

  ChimeWorker(int port, String queue) throws IOException {
    link = new Link(port);
    this.queue = queue;
  }

  @Override
  public int work(int max) throws IOException {
    String claimed = post("/queues/" + queue + "/claim?wait=1s&max=" + max, "");
    List<MatchResult> leases = LEASE.matcher(claimed).results().toList();
    if (max == 1 && !leases.isEmpty()) {
      MatchResult lease = leases.getFirst();
      post("/deliveries/" + lease.group(1) + "/ack", "{\"token\":\"" + lease.group(2) + "\"}");
    } else if (!leases.isEmpty()) {
      String acks =
          leases.stream()
              .map(each -> "{\"id\":\"" + each.group(1) + "\",\"token\":\"" + each.group(2) + "\"}")
              .collect(Collectors.joining(",", "{\"acks\":[", "]}"));
      post("/deliveries/ack", acks);
    }
    return leases.size();
  }

  private String post(String path, String body) throws IOException {
    link.write(
        "POST "
            + path
            + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: "
            + body.length()
            + "\r\n\r\n"
            + body);
    link.flush();
    String status = link.line();
    int length = 0;
    boolean isChunked = false;
    for (String line = link.line(); !line.isEmpty(); line = link.line()) {
      String header = line.toLowerCase(Locale.ROOT);
      if (header.startsWith(LENGTH)) {
        length = Integer.parseInt(header.substring(LENGTH.length()).strip());
      }
      isChunked |= header.equals(CHUNKED);
    }
    String answer = isChunked ? chunks() : link.text(length);
    if (!status.startsWith("HTTP/1.1 200")) {
      throw new IllegalStateException(status + " " + answer);
    }
    return answer;
  }

  private String chunks() throws IOException {
    StringBuilder all = new StringBuilder();
    int size;
    do {
      size = Integer.parseInt(link.line(), 16);
      all.append(link.text(size));
      link.line();
    } while (size > 0);
    return all.toString();
  }

  @Override
  public void close() throws IOException {
    link.close();
  }
}
