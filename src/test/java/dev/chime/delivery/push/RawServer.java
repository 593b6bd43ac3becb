package dev.chime.delivery.push;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ServerSocketFactory;

/** A server that answers each request with the same bytes, or does something else to it. */
final class RawServer implements AutoCloseable {

  /** What is done to a request. */
  interface Reaction {
    void react(Socket socket, OutputStream out) throws IOException;
  }

  final List<String> requests = new CopyOnWriteArrayList<>();
  final AtomicInteger connections = new AtomicInteger();

  /** How many connections the client has closed between two requests. */
  final AtomicInteger closed = new AtomicInteger();

  private final ServerSocket listener;
  private final Reaction reaction;

  RawServer(ServerSocketFactory sockets, Reaction reaction) throws IOException {
    this.reaction = reaction;
    listener = sockets.createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  static RawServer answering(String answer) throws IOException {
    byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
    return new RawServer(
        ServerSocketFactory.getDefault(),
        (socket, out) -> {
          out.write(bytes);
          out.flush();
        });
  }

  static RawServer reacting(Reaction reaction) throws IOException {
    return new RawServer(ServerSocketFactory.getDefault(), reaction);
  }

  int port() {
    return listener.getLocalPort();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = listener.accept();
        connections.incrementAndGet();
        Thread.ofVirtual().start(() -> serve(socket));
      }
    } catch (IOException e) {
      if (!listener.isClosed()) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
      while (true) {
        StringBuilder head = new StringBuilder();
        int length = 0;
        String line = in.readLine();
        while (line != null && !line.isEmpty()) {
          head.append(line).append('\n');
          if (line.toLowerCase(java.util.Locale.ROOT).startsWith("content-length:")) {
            length = Integer.parseInt(line.substring(15).strip());
          }
          line = in.readLine();
        }
        if (line == null) {
          closed.incrementAndGet();
          return;
        }
        char[] body = new char[length];
        int read = 0;
        while (read < length) {
          int more = in.read(body, read, length - read);
          if (more < 0) {
            return;
          }
          read += more;
        }
        requests.add(head + "\n" + new String(body));
        reaction.react(socket, socket.getOutputStream());
      }
    } catch (IOException e) {
      // the client has gone
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
