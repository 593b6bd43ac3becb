package dev.chime.harness;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A way to a server of this machine on which single requests go wrong. Each has a connection. */
public final class FaultyProxy implements AutoCloseable {

  /** What goes wrong. */
  public enum Fault {
    /** The answer is {@code 503}, with {@code Retry-After: 1}. */
    REFUSED,
    /** The connection is dropped before the server has the request. */
    DROPPED,
    /** The connection is dropped when the server has answered, and before the client knows it. */
    LOST,
    /** The connection of a stream is dropped after the first event. */
    CUT
  }

  /**
   * A request that has come this way.
   *
   * @param line its method and path
   * @param head all of its head
   * @param nanoTime when it came
   * @param status what it was answered with; 0 if it was dropped
   */
  public record Seen(String line, String head, long nanoTime, int status) {

    /** The value of a header; empty if it is not there. */
    public String header(String name) {
      Matcher header = Pattern.compile("(?im)^" + name + ": *(.*?)\r?$").matcher(head);
      return header.find() ? header.group(1) : "";
    }
  }

  private static final Logger LOG = System.getLogger(FaultyProxy.class.getName());
  private static final Pattern STATUS = Pattern.compile("HTTP/1.1 (\\d{3})");
  private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: *(\\d+)");
  private static final Pattern OF_THE_CONNECTION =
      Pattern.compile("(?i)\r\n(connection|upgrade|http2-settings):[^\r]*");
  private static final String REFUSAL =
      String.join(
          "\r\n",
          "HTTP/1.1 503 Service Unavailable",
          "Retry-After: 1",
          "Content-Length: 0",
          "Connection: close",
          "",
          "");

  private final ServerSocket server;
  private final int target;
  private final Map<String, Queue<Fault>> faults = new ConcurrentHashMap<>();
  private final List<Seen> seen = new CopyOnWriteArrayList<>();

  /** A way to this port. */
  public FaultyProxy(int target) {
    this.target = target;
    try {
      server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  public int port() {
    return server.getLocalPort();
  }

  /** Has the next requests that begin like this go wrong, each in its way. */
  public void next(String beginning, Fault... ways) {
    faults.put(beginning, new ConcurrentLinkedQueue<>(List.of(ways)));
  }

  /** The requests that begin like this, in the order in which their answers began. */
  public List<Seen> seen(String beginning) {
    return seen.stream().filter(each -> each.line().startsWith(beginning)).toList();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        Thread.ofVirtual().start(() -> serve(client));
      } catch (IOException e) { // all is over
        LOG.log(Level.DEBUG, "no more", e);
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      String head = head(client.getInputStream());
      if (head.isEmpty()) {
        return; // opened in advance, and never used
      }
      Matcher length = LENGTH.matcher(head);
      byte[] body =
          client.getInputStream().readNBytes(length.find() ? Integer.parseInt(length.group(1)) : 0);
      String line = head.substring(0, head.indexOf(" HTTP/"));
      answer(client, line, head, body);
    } catch (IOException e) { // one side has gone
      LOG.log(Level.DEBUG, "gone", e);
    }
  }

  private static String head(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    int next = in.read();
    for (; next >= 0; next = in.read()) {
      head.write(next);
      if (next == '\n' && head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
        return head.toString(StandardCharsets.ISO_8859_1);
      }
    }
    return "";
  }

  private Fault fault(String line) {
    return faults.entrySet().stream()
        .filter(each -> line.startsWith(each.getKey()))
        .map(each -> each.getValue().poll())
        .filter(each -> each != null)
        .findFirst()
        .orElse(null);
  }

  private void answer(Socket client, String line, String head, byte[] body) throws IOException {
    long now = System.nanoTime();
    Fault fault = fault(line);
    if (fault == Fault.REFUSED) {
      client.getOutputStream().write(REFUSAL.getBytes(StandardCharsets.ISO_8859_1));
      seen.add(new Seen(line, head, now, 503));
    } else if (fault == Fault.DROPPED) {
      seen.add(new Seen(line, head, now, 0));
    } else {
      try (Socket host = new Socket(InetAddress.getLoopbackAddress(), target)) {
        String alone =
            OF_THE_CONNECTION
                .matcher(head)
                .replaceAll("")
                .replaceFirst("\r\n", "\r\nConnection: close\r\n");
        host.getOutputStream().write(alone.getBytes(StandardCharsets.ISO_8859_1));
        host.getOutputStream().write(body);
        copy(host.getInputStream(), client, new Seen(line, head, now, 0), fault);
      }
    }
  }

  private void copy(InputStream answer, Socket client, Seen request, Fault fault)
      throws IOException {
    StringBuilder copied = new StringBuilder();
    byte[] bytes = new byte[8192];
    for (int count = answer.read(bytes); count > 0; count = answer.read(bytes)) {
      if (fault != Fault.LOST) {
        client.getOutputStream().write(bytes, 0, count);
      }
      Matcher status = STATUS.matcher(new String(bytes, 0, count, StandardCharsets.ISO_8859_1));
      if (copied.isEmpty() && status.lookingAt()) {
        int said = fault == Fault.LOST ? 0 : Integer.parseInt(status.group(1));
        seen.add(new Seen(request.line(), request.head(), request.nanoTime(), said));
      }
      copied.append(new String(bytes, 0, count, StandardCharsets.ISO_8859_1));
      int event = fault == Fault.CUT ? copied.indexOf("\ndata: ") : -1;
      if (event >= 0 && copied.indexOf("\n\n", event) >= 0) {
        return;
      }
    }
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
