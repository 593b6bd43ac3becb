package dev.chime.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chime.harness.ApiClient;
import dev.chime.harness.EventReader;
import dev.chime.harness.EventReader.Event;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Few events are kept; one who reads too slowly misses some, which harms nobody else. */
@Timeout(120)
@SpringBootTest(
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {"chime.events.heartbeat=200ms", "chime.events.max-count=40"})
class SlowReaderTest {

  private static final int EVENTS = 400;
  private static final int AT_A_TIME = 20; // so that a reader that reads is never overtaken
  private static final String LARGE =
      "{\"delay\":\"1h\",\"payload\":\"" + "x".repeat(60_000) + "\"}";

  @LocalServerPort private int port;

  @Test
  void aReaderThatDoesNotReadIsDroppedAndTheOneBesideItGetsEverything() throws IOException {
    ApiClient client = new ApiClient(port);
    try (EventReader fast = new EventReader(port, "/timers/events", null);
        Socket slow = new Socket()) {
      slow.setReceiveBufferSize(4096);
      slow.setSoTimeout(60_000);
      slow.connect(new InetSocketAddress("localhost", port));
      slow.getOutputStream()
          .write(
              "GET /timers/events HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
      assertThat(slow.getInputStream().read()).isEqualTo('H'); // it is being answered

      List<String> created = new ArrayList<>();
      List<String> told = new ArrayList<>();
      while (created.size() < EVENTS) {
        for (int i = 0; i < AT_A_TIME; i++) {
          created.add(client.create(LARGE));
        }
        fast.next(AT_A_TIME).forEach(event -> told.add(event.data().required("id").asString()));
      }
      assertThat(told).isEqualTo(created);

      String all = readAll(slow); // to its end, which comes
      assertThat(all.split("event: created", -1).length - 1).isLessThan(EVENTS);
      assertThat(all.split("event: dropped", -1).length - 1).isLessThanOrEqualTo(1);
      client.create(LARGE);
      assertThat(fast.next().name()).isEqualTo("created");
    }
    client.cancelAll();
  }

  private static String readAll(Socket socket) throws IOException {
    StringBuilder text = new StringBuilder();
    byte[] buffer = new byte[1 << 16];
    try {
      for (int n = socket.getInputStream().read(buffer);
          n >= 0;
          n = socket.getInputStream().read(buffer)) {
        text.append(new String(buffer, 0, n, StandardCharsets.US_ASCII));
      }
    } catch (SocketException e) {
      // reset: cut in the middle, which is the other way to be dropped
    }
    return text.toString();
  }

  @Test
  void whatIsForgottenIsAGap() {
    ApiClient client = new ApiClient(port);
    String lastId;
    try (EventReader events = new EventReader(port, "/timers/events", null)) {
      client.delete(client.create("{\"delay\":\"1h\"}"));
      lastId = events.next().id();
    }
    for (int i = 0; i < 20; i++) {
      client.delete(client.create("{\"delay\":\"1h\"}"));
    }
    try (EventReader events = new EventReader(port, "/timers/events", lastId)) {
      assertThat(events.next().name()).isEqualTo("gap");
    }
    String run = lastId.replaceAll("-.*", "");
    long number = Long.parseLong(lastId.replaceAll(".*-", ""), 16);
    String oldest = run + "-" + Long.toHexString(number + 1); // the latest 40 are still there
    try (EventReader events = new EventReader(port, "/timers/events", oldest)) {
      assertThat(events.next(40)).extracting(Event::name).contains("created", "cancelled");
    }
  }
}
