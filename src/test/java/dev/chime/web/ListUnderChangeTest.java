package dev.chime.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chime.harness.ApiClient;
import dev.chime.harness.ApiClient.Response;
import dev.chime.harness.ApiTest;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Timers that nobody touches are on exactly one page, whatever becomes of others meanwhile. */
@ApiTest
class ListUnderChangeTest {

  private static final int TOUCHED_BY = 3;
  private static final int MOST_TOUCHES = 1_500;
  private static final int UNTOUCHED = 60;

  @LocalServerPort private int port;
  private ApiClient client;
  private volatile boolean done;
  private final AtomicInteger touches = new AtomicInteger();

  @BeforeEach
  void connect() {
    client = new ApiClient(port);
  }

  @AfterEach
  void cancel() {
    client.cancelAll();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "state=PENDING&",
        "label=group:list-under-change&",
        "dueAfter=2070-01-01T00:00:00Z&",
        "label=group:list-under-change&dueBefore=2071-01-01T00:00:00Z&"
      })
  void noneIsMissingAndNoneTwice(String query) throws InterruptedException {
    List<String> untouched = new ArrayList<>();
    for (int i = 0; i < UNTOUCHED; i++) {
      untouched.add(create("still", i));
      create("busy", i);
    }
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < TOUCHED_BY; i++) {
      SplittableRandom random = new SplittableRandom(i);
      threads.add(Thread.ofVirtual().start(() -> touch(random)));
    }
    List<String> found = new ArrayList<>();
    String cursor = "";
    while (cursor != null) {
      Response page = client.get("/timers?" + query + "limit=7" + cursor);
      page.json()
          .required("timers")
          .forEach(
              timer -> {
                if (timer.path("payload").toString().equals("\"still\"")) {
                  found.add(timer.required("id").asString());
                }
              });
      cursor = page.json().has("next") ? "&cursor=" + page.text("next") : null;
    }
    done = true;
    for (Thread thread : threads) {
      thread.join();
    }
    found.retainAll(untouched); // the list of all has those of earlier tests, too
    assertThat(found).containsExactlyInAnyOrderElementsOf(untouched);
    assertThat(touches.get()).isPositive();
  }

  private String create(String payload, int second) {
    return client.create(
        "{\"at\":\"2070-05-05T00:00:%02dZ\",\"payload\":\"%s\",\"labels\":{\"group\":\"list-under-change\"}}"
            .formatted(second % 60, payload));
  }

  /** Creates, cancels and reschedules other timers among them. */
  private void touch(SplittableRandom random) {
    List<String> mine = new ArrayList<>();
    for (int i = 0; i < MOST_TOUCHES / TOUCHED_BY && !done; i++) {
      touches.incrementAndGet();
      if (mine.isEmpty() || random.nextInt(3) == 0) {
        mine.add(create("busy", random.nextInt(60)));
      } else if (random.nextBoolean()) {
        client.delete(mine.removeLast());
      } else {
        client.patch(
            mine.get(random.nextInt(mine.size())),
            "{\"at\":\"2070-05-05T00:00:%02dZ\"}".formatted(random.nextInt(60)));
      }
    }
  }
}
