package dev.chime.deliverychecks;

import static org.awaitility.Awaitility.await;

import dev.chime.contract.Contract;
import dev.chime.harness.ApiClient;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import tools.jackson.databind.JsonNode;

/** Receivers, one of each {@link Behaviour}, that log what they are sent. */
final class Receivers implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int BACKLOG = 500;
  private static final String ELSEWHERE = "/elsewhere";

  private final DeliveryLog log;
  private final ServerSocket listener;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile boolean areWell;

  Receivers(DeliveryLog log) throws IOException {
    this.log = log;
    listener = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  /** Makes their endpoints, or has them be as they were made. */
  void makeEndpoints(ApiClient client) {
    for (Behaviour each : Behaviour.values()) {
      String path = "/endpoints/" + each.endpoint();
      await()
          .atMost(PATIENCE)
          .pollDelay(Duration.ZERO)
          .ignoreExceptionsInstanceOf(UncheckedIOException.class) // the server has just started
          .until(
              () -> client.send("PUT", path, each.settings(listener.getLocalPort())).status(),
              status -> status == 201 || status == 200);
    }
  }

  /** From now on all of them answer 200 at once. */
  void recover() {
    areWell = true;
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = listener.accept();
        open.add(socket);
        Thread.ofVirtual().start(() -> serve(socket));
      }
    } catch (IOException e) {
      if (!listener.isClosed()) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private void serve(Socket socket) {
    try (socket;
        InputStream in = new BufferedInputStream(socket.getInputStream())) {
      socket.setTcpNoDelay(true);
      for (String first = line(in); !first.isEmpty(); first = line(in)) {
        Instant at = Instant.now(); // before the rest is read
        String id = "";
        int length = 0;
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
          String[] header = line.split(": *", 2);
          switch (header[0].toLowerCase(Locale.ROOT)) {
            case "webhook-id" -> id = header[1];
            case "content-length" -> length = Integer.parseInt(header[1]);
            default -> {}
          }
        }
        byte[] body = in.readNBytes(length);
        if (body.length == length) {
          received(socket, first.split(" ", 3)[1], id, body, at);
        }
      }
    } catch (IOException | InterruptedException e) {
      // the caller has gone, or all is over
    } finally {
      open.remove(socket);
    }
  }

  /** A line of a head; empty at its end, and at the end of the stream. */
  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
      line.write(next);
    }
    return line.toString(StandardCharsets.US_ASCII).strip();
  }

  private void received(Socket socket, String path, String id, byte[] body, Instant at)
      throws IOException, InterruptedException {
    if (path.equals(ELSEWHERE)) {
      log.isViolated("a redirect was followed, for " + id);
      answer(socket, "200 OK");
      return;
    }
    JsonNode timer = Contract.JSON.readTree(body).required("data");
    Call call =
        new Call(
            id,
            timer.required("id").asString(),
            Instant.parse(timer.required("deadline").asString()),
            at);
    log.received(call);
    react(socket, Behaviour.valueOf(path.substring(1)), call);
  }

  private void react(Socket socket, Behaviour behaviour, Call call)
      throws IOException, InterruptedException {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    switch (areWell ? Behaviour.PROMPT : behaviour) {
      case PROMPT -> accept(socket, call);
      case SLOW -> {
        Thread.sleep(random.nextInt(50, 500));
        accept(socket, call);
      }
      case FAILING -> {
        if (random.nextInt(2) == 0) {
          answer(socket, "500 Internal Server Error");
        } else {
          accept(socket, call);
        }
      }
      case HANGING -> {
        if (random.nextInt(4) == 0) {
          Thread.sleep(Behaviour.TIMEOUT.multipliedBy(2));
          socket.close(); // its caller has closed it before
        } else {
          accept(socket, call);
        }
      }
      case RESETTING -> {
        if (random.nextInt(3) == 0) {
          socket.setSoLinger(true, 0); // closes by RST
          socket.close();
        } else {
          accept(socket, call);
        }
      }
      case REDIRECTING -> answer(socket, "302 Found\r\nLocation: " + ELSEWHERE);
      case GONE -> answer(socket, "410 Gone");
    }
  }

  private static void accept(Socket socket, Call call) throws IOException {
    call.accept(Instant.now()); // first: from the first byte on, the caller may know it
    try {
      answer(socket, "200 OK");
    } catch (IOException e) {
      call.notHeard();
      throw e;
    }
  }

  private static void answer(Socket socket, String status) throws IOException {
    String answer = "HTTP/1.1 " + status + "\r\nContent-Length: 0\r\n\r\n";
    socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket socket : open) {
      socket.close();
    }
  }
}
