package dev.chime.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.chime.harness.ApiClient;
import dev.chime.harness.ApiClient.Response;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
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

  private static final String HEAD = "POST /timers HTTP/1.1\r\nHost: localhost\r\n";

  @LocalServerPort private int port;

  private Socket connect() throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), port);
  }

  /** Sends this, then so many bytes a second; what the server says before it hangs up. */
  private RawAnswer dribble(String head, int bytesPerSecond) throws IOException {
    try (RawHttp http = new RawHttp(port)) {
      http.send(head);
      Thread sender = Thread.ofVirtual().start(() -> dribble(http, bytesPerSecond));
      try {
        return RawAnswer.parse(http.readAll());
      } finally {
        sender.interrupt();
      }
    }
  }

  private static void dribble(RawHttp http, int bytesPerSecond) {
    try {
      while (bytesPerSecond > 0 && !Thread.interrupted()) {
        LockSupport.parkNanos(Duration.ofSeconds(1).toNanos() / bytesPerSecond);
        http.send("1");
      }
    } catch (IOException e) {
      // in the end there is nobody to take it
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"G", HEAD + "X-Long: "})
  void headersThatDribbleInAreCutOff(String begun) throws IOException {
    RawAnswer answer = dribble(begun, 10);
    answer.assertProblem(408, "headers");
    assertThat(answer.header("Connection")).isEqualTo("close");
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST /tim", HEAD, HEAD + "X-Long: "})
  void headersThatStopAreCutOff(String begun) throws IOException {
    dribble(begun, 0).assertProblem(408, "headers");
  }

  /** Whatever the server has read of others' bodies. */
  @BeforeEach
  void postMuch() {
    String payload = "\"" + "x".repeat(60_000) + "\"";
    ApiClient client = new ApiClient(port);
    for (int i = 0; i < 18; i++) {
      client.create("{\"delay\":\"1h\",\"payload\":" + payload + "}");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 500})
  void bodiesThatDribbleInAreCutOff(int bytesPerSecond) throws IOException {
    String head = HEAD + "Content-Type: application/json\r\nContent-Length: 60000\r\n\r\n1";
    RawAnswer answer = dribble(head, bytesPerSecond);
    answer.assertProblem(408, "body").assertInstance("/timers");
    assertThat(answer.header("Connection")).isEqualTo("close");
  }

  @ParameterizedTest
  @ValueSource(strings = {"PUT /timers/x", "POST /timers/batch"})
  void soAreTheyEverywhere(String what) throws IOException {
    String head =
        what
            + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            + "Transfer-Encoding: chunked\r\n\r\n9\r\n{\"delay\":\r\n";
    dribble(head, 0).assertProblem(408, "body");
  }

  /** It is answered at once, and what is still to come is not waited for much longer. */
  @Test
  void bodiesThatNobodyReadsHoldNothing() throws IOException {
    RawAnswer answer =
        dribble(
            "DELETE /timers/x HTTP/1.1\r\nHost: localhost\r\nContent-Length: 60000\r\n\r\n", 10);
    assertThat(answer.status()).isEqualTo(404);
  }

  @Test
  void aBodyThatIsFastEnoughMayTakeLong() throws IOException {
    int length = 12_000;
    try (RawHttp http = new RawHttp(port)) {
      http.send(
          HEAD
              + "Content-Type: application/json\r\nConnection: close\r\nContent-Length: "
              + length
              + "\r\n\r\n{\"delay\":\"1h\"}");
      for (int sent = 14; sent < length; sent += 200) {
        LockSupport.parkNanos(Duration.ofMillis(100).toNanos()); // 2,000 a second
        http.send(" ".repeat(Math.min(200, length - sent)));
      }
      assertThat(RawAnswer.parse(http.readAll()).status()).isEqualTo(201);
    }
  }

  @Test
  void whoWaitsOrIsSilentForALittleIsNotTakenForSlow() throws IOException {
    ApiClient client = new ApiClient(port);
    String id = client.create("{\"delay\":\"1h\"}");
    CompletableFuture<Response> waiting = client.getAsync("/timers/" + id + "?wait=3s");
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
