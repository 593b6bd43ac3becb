package dev.chime.web;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A connection that sends what no well-behaved client would. */
public final class RawHttp implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Socket socket;

  /** A connection to this port. */
  public RawHttp(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout((int) PATIENCE.toMillis());
  }

  /** What a server says to these lines, which are to end in {@code Connection: close}. */
  public static RawAnswer exchange(int port, String... lines) throws IOException {
    return exchange(port, new byte[0], lines);
  }

  /** What a server says to these lines and a body, to which its length is added. */
  public static RawAnswer exchange(int port, byte[] body, String... lines) throws IOException {
    try (RawHttp http = new RawHttp(port)) {
      http.send(head(body, lines));
      http.send(body);
      return RawAnswer.parse(http.readAll());
    }
  }

  private static String head(byte[] body, String... lines) {
    String length = body.length == 0 ? "" : "\r\nContent-Length: " + body.length;
    return String.join("\r\n", lines)
        + "\r\nHost: localhost\r\nConnection: close"
        + length
        + "\r\n\r\n";
  }

  /** Sends text, a byte for each character. */
  public void send(String text) throws IOException {
    send(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** Sends bytes. */
  public void send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
  }

  /** What the server says up to and including this text. */
  public String readUntil(String end) throws IOException {
    StringBuilder answer = new StringBuilder();
    while (answer.indexOf(end) < 0) {
      int read = socket.getInputStream().read();
      if (read < 0) {
        throw new AssertionError("the server has closed the connection after: " + answer);
      }
      answer.append((char) read);
    }
    return answer.toString();
  }

  /** All that the server says until it closes the connection. */
  public String readAll() throws IOException {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    try {
      socket.getInputStream().transferTo(answer);
    } catch (SocketException e) {
      // reset, because the server did not read all that was sent: what came before counts
    }
    return answer.toString(StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
