package dev.chime.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chime.harness.ApiClient;
import dev.chime.harness.EventReader;
import dev.chime.harness.EventReader.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Events come in order, and each once, however often their reader loses the connection. */
@EventsApiTest
class EventsResumeTest {

  private static final int TIMERS = 6;
  private static final int CHANGES = 30;
  private static final int EVENTS = TIMERS * (CHANGES + 2); // created and cancelled, too

  @LocalServerPort private int port;
  private ApiClient client;
  private final String test = UUID.randomUUID().toString();

  @BeforeEach
  void connect() {
    client = new ApiClient(port);
  }

  @AfterEach
  void cancel() {
    client.cancelAll();
  }

  private EventReader read(String lastId) {
    return new EventReader(port, "/timers/events?label=test:" + test, lastId);
  }

  private String create() {
    return client.create("{\"delay\":\"1h\",\"labels\":{\"test\":\"" + test + "\"}}");
  }

  private List<Thread> work() {
    return IntStream.range(0, TIMERS)
        .mapToObj(i -> Thread.ofVirtual().start(this::workOnOne))
        .toList();
  }

  private void workOnOne() {
    String id = create();
    for (int i = 0; i < CHANGES; i++) {
      client.patch(id, i % 2 == 0 ? "{\"delay\":\"2h\"}" : "{\"payload\":" + i + "}");
    }
    client.delete(id);
  }

  private static void assertEachOnceAndInOrder(List<Event> events) {
    Map<String, List<Integer>> versions =
        events.stream()
            .collect(
                Collectors.groupingBy(
                    event -> event.data().required("id").asString(),
                    Collectors.mapping(Event::version, Collectors.toList())));
    assertThat(versions).hasSize(TIMERS);
    assertThat(versions.values())
        .allSatisfy(
            each ->
                assertThat(each)
                    .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, CHANGES + 2).boxed().toList()));
  }

  @Test
  void theEventsOfEachTimerAreInOrder() throws InterruptedException {
    try (EventReader events = read(null)) {
      List<Thread> threads = work();
      assertEachOnceAndInOrder(events.next(EVENTS));
      for (Thread thread : threads) {
        thread.join();
      }
    }
  }

  @Test
  void aReaderThatComesBackGoesOnWhereItWas() throws InterruptedException {
    List<Event> seen = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    String lastId = null;
    while (seen.size() < EVENTS) {
      try (EventReader events = read(lastId)) {
        if (threads.isEmpty()) {
          threads.addAll(work());
        }
        List<Event> some = events.next(Math.min(7, EVENTS - seen.size()));
        seen.addAll(some); // what else has arrived is lost with the connection
        lastId = some.getLast().id();
      }
    }
    assertEachOnceAndInOrder(seen);
    for (Thread thread : threads) {
      thread.join();
    }
  }

  @Test
  void whatHappenedWhileNobodyListenedIsToldAfterwards() {
    String lastId;
    try (EventReader events = read(null)) {
      create();
      lastId = events.next().id();
    }
    String id = create();
    client.delete(id);
    try (EventReader events = read(lastId)) {
      assertThat(events.next(2)).extracting(Event::name).containsExactly("created", "cancelled");
    }
    try (EventReader events = new EventReader(port, "/timers/events?label=no:one", lastId)) {
      String later = create();
      assertThat(events.lastId()).isNotEmpty();
      try (EventReader again = read(lastId)) {
        assertThat(again.next(3).getLast().data().required("id").asString()).isEqualTo(later);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"abc-0", "0-0", "RUN-fffffffffff"})
  void aPlaceThatIsUnheardOfIsAGap(String lastId) {
    try (EventReader now = read(null)) {
      create();
      String run = now.next().id().replaceAll("-.*", "");
      try (EventReader events = read(lastId.replace("RUN", run))) {
        Event gap = events.next();
        assertThat(gap.name()).isEqualTo("gap");
        assertThat(gap.data().required("reason").asString()).isNotBlank();
        assertThat(gap.id()).startsWith(run + "-");
        String id = create();
        Event next = events.next();
        assertThat(next.name()).isEqualTo("created");
        assertThat(next.data().required("id").asString()).isEqualTo(id);
      }
    }
  }

  @Test
  void anEmptyLastEventIsNone() {
    try (EventReader events = read("")) {
      create();
      assertThat(events.next().name()).isEqualTo("created");
    }
  }
}
