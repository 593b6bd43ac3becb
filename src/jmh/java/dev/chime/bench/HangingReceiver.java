package dev.chime.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;

/** A receiver that takes calls and answers none. Thread-safe. */
final class HangingReceiver implements AutoCloseable {

  private static final int BACKLOG = 1_024;

  private final ServerSocket listener;
  private final AtomicInteger calls = new AtomicInteger();

  private HangingReceiver(ServerSocket listener) {
    this.listener = listener;
  }

  static HangingReceiver start() throws IOException {
    HangingReceiver receiver =
        new HangingReceiver(new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress()));
    Thread.ofVirtual().name("hanging-receiver").start(receiver::accept);
    return receiver;
  }

  int port() {
    return listener.getLocalPort();
  }

  /** How many connections it has had: none is used twice. */
  int calls() {
    return calls.get();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = listener.accept();
        Thread.ofVirtual().start(() -> hang(socket));
      }
    } catch (IOException e) {
      if (!listener.isClosed()) {
        throw new IllegalStateException(e);
      }
    }
  }

  private void hang(Socket socket) {
    calls.incrementAndGet();
    try (socket) {
      while (socket.getInputStream().read() >= 0) {
        // until the caller has given up
      }
    } catch (IOException e) {
      // it has
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
