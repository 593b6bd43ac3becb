package dev.chime.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** A receiver of calls that answers each at once, and notes how late it came. Thread-safe. */
final class HookReceiver implements AutoCloseable {

  private static final byte[] OK =
      "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final Pattern LENGTH = Pattern.compile("(?i)content-length: (\\d+)");
  private static final Pattern ID = Pattern.compile("(?i)webhook-id: (\\S+)");
  private static final Pattern DEADLINE = Pattern.compile("\"deadline\":\"([^\"]+)\"");
  private static final int BACKLOG = 1_024;
  private static final int PATIENCE_SECONDS = 120;
  private static final int DIGITS = 3;

  private final ServerSocket listener;
  private volatile CountDownLatch expected = new CountDownLatch(0);
  private volatile Histogram late = new ConcurrentHistogram(DIGITS);
  private volatile Instant last = Instant.MIN;
  private final ConcurrentHashMap.KeySetView<String, Boolean> seen = ConcurrentHashMap.newKeySet();

  private HookReceiver(ServerSocket listener) {
    this.listener = listener;
  }

  static HookReceiver start() throws IOException {
    HookReceiver receiver =
        new HookReceiver(new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress()));
    Thread.ofVirtual().name("receiver").start(receiver::accept);
    return receiver;
  }

  int port() {
    return listener.getLocalPort();
  }

  /** Counts anew. */
  void expect(int count) {
    seen.clear();
    late = new ConcurrentHistogram(DIGITS);
    expected = new CountDownLatch(count);
  }

  /**
   * Waits until as many different deliveries have come as were expected; when the last one came.
   */
  Instant await() throws InterruptedException {
    if (!expected.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new IllegalStateException(expected.getCount() + " calls have not come");
    }
    return last;
  }

  /** How many microseconds after their deadlines calls have come. */
  Histogram lateMicros() {
    return late;
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = listener.accept();
        Thread.ofVirtual().start(() -> serve(socket));
      }
    } catch (IOException e) {
      if (!listener.isClosed()) {
        throw new IllegalStateException(e);
      }
    }
  }

  private void serve(Socket socket) {
    try (socket;
        InputStream in = new BufferedInputStream(socket.getInputStream())) {
      socket.setTcpNoDelay(true);
      StringBuilder head = new StringBuilder();
      Instant arrived = Instant.MIN;
      for (int next = in.read(); next >= 0; next = in.read()) {
        if (head.isEmpty()) {
          arrived = Instant.now();
          last = arrived;
        }
        head.append((char) next);
        if (next == '\n' && head.lastIndexOf("\r\n\r\n") == head.length() - 4) {
          Matcher length = LENGTH.matcher(head);
          int size = length.find() ? Integer.parseInt(length.group(1)) : 0;
          String body = new String(in.readNBytes(size), StandardCharsets.UTF_8);
          socket.getOutputStream().write(OK);
          note(head, body, arrived);
          head.setLength(0);
        }
      }
    } catch (IOException e) {
      // the client has closed the connection
    }
  }

  private void note(CharSequence head, String body, Instant arrived) {
    Matcher id = ID.matcher(head);
    if (id.find() && seen.add(id.group(1))) {
      Matcher deadline = DEADLINE.matcher(body);
      if (deadline.find()) {
        Duration lateness = Duration.between(Instant.parse(deadline.group(1)), arrived);
        late.recordValue(Math.max(0, lateness.toNanos() / 1_000));
      }
      expected.countDown();
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
