package dev.chime.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.chime.harness.ApiClient;
import dev.chime.harness.ApiClient.Answer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Clients that are slow on purpose are let go, and nobody else notices. */
@Timeout(120)
@SpringBootTest(
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {
      "chime.http.header-timeout=1s",
      "chime.http.idle-timeout=5s",
      "chime.http.min-body-rate=1000"
    })
class SlowClientsTest {

  private static final Duration BETWEEN_BYTES = Duration.ofMillis(100);
  private static final String HEAD = "POST /timers HTTP/1.1\r\nHost: localhost\r\n";

  @LocalServerPort private int port;

  private Socket connect() throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), port);
  }

  /** Sends a byte now and then until the server has had enough. */
  private static void dribble(Socket socket) throws IOException {
    OutputStream out = socket.getOutputStream();
    while (true) {
      out.write('a'); // in the end there is nobody to take it
      LockSupport.parkNanos(BETWEEN_BYTES.toNanos());
    }
  }

  @Test
  void headersThatDribbleInAreCutOff() throws IOException {
    try (Socket socket = connect()) {
      socket.getOutputStream().write((HEAD + "X-Long: ").getBytes(StandardCharsets.US_ASCII));
      assertThat(sendingFails(socket)).isTrue();
    }
  }

  @Test
  void bodiesThatDribbleInAreCutOff() throws IOException {
    try (Socket socket = connect()) {
      String head = HEAD + "Content-Type: application/json\r\nContent-Length: 60000\r\n\r\n[\"";
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      assertThat(sendingFails(socket)).isTrue();
    }
  }

  private static boolean sendingFails(Socket socket) {
    try {
      dribble(socket);
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  @Test
  void whoWaitsOrIsSilentForALittleIsNotTakenForSlow() throws IOException {
    ApiClient client = new ApiClient(port);
    String id = client.create("{\"delay\":\"1h\"}");
    CompletableFuture<Answer> waiting = client.getAsync("/timers/" + id + "?wait=3s");
    assertThat(waiting.join().status()).isEqualTo(200);
    try (Socket socket = connect()) {
      byte[] request =
          ("GET /timers/" + id + "?wait=0 HTTP/1.1\r\nHost: localhost\r\n\r\n")
              .getBytes(StandardCharsets.US_ASCII);
      for (int i = 0; i < 2; i++) {
        socket.getOutputStream().write(request);
        assertThat(new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
            .isEqualTo("HTTP/1.1 200");
        socket.getInputStream().skipNBytes(socket.getInputStream().available());
        LockSupport.parkNanos(Duration.ofMillis(2_500).toNanos()); // silent, but not for too long
        socket.getInputStream().skipNBytes(socket.getInputStream().available());
      }
    }
  }

  @Test
  void thousandsOfSilentConnectionsAreSurvivedAndClosed() throws IOException {
    ApiClient client = new ApiClient(port);
    List<Socket> silent = new ArrayList<>();
    try {
      for (int i = 0; i < 5_000; i++) {
        silent.add(connect());
      }
      for (int i = 0; i < 100; i++) {
        client.create("{\"delay\":\"1h\"}");
      }
      Socket last = silent.getLast();
      last.setSoTimeout(100_000);
      assertThat(last.getInputStream().read()).isEqualTo(-1); // closed by the server
    } finally {
      for (Socket each : silent) {
        each.close();
      }
    }
    await().until(() -> client.get("/actuator/health").status() == 200);
  }
}
