package dev.chime.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

/**
 * Clients who wait for a timer that is not due, one more each second, and leave without an answer.
 */
final class Leavers implements AutoCloseable {

  private static final int STAY = 10;

  private final BenchServer server;
  private final Thread thread;
  private volatile boolean stopping;

  private Leavers(BenchServer server) {
    this.server = server;
    this.thread = Thread.ofPlatform().name("leavers").start(this::run);
  }

  static Leavers start(BenchServer server) {
    return new Leavers(server);
  }

  private void run() {
    Queue<Socket> staying = new ArrayDeque<>();
    try (TimerBatches batches = new TimerBatches(server)) {
      String id = batches.create(List.of(Instant.now().plus(Duration.ofDays(1)))).getFirst();
      byte[] request =
          ("GET /timers/" + id + "?wait=60 HTTP/1.1\r\nHost: localhost\r\n\r\n")
              .getBytes(StandardCharsets.US_ASCII);
      while (!stopping) {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        socket.getOutputStream().write(request);
        staying.add(socket);
        if (staying.size() > STAY) {
          staying.remove().close();
        }
        Thread.sleep(1_000);
      }
      for (Socket socket : staying) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Has all of them leave, and no more come. */
  void stop() {
    stopping = true;
  }

  @Override
  public void close() {
    stop();
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
