package dev.chime.web;

import static dev.chime.web.ProblemAssertions.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chime.harness.ApiClient;
import dev.chime.harness.ApiClient.Response;
import dev.chime.harness.ApiTest;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/** A list comes in pages, by id or by deadline. */
@ApiTest
class ListPagesTest {

  private static final String WINDOW =
      "state=PENDING&dueAfter=2060-01-01T00:00:00Z&dueBefore=2061-01-01T00:00:00Z";

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

  private List<String> create(int count, String due) {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ids.add(
          client.create(
              "{"
                  + due.replace("#", String.format("%02d", i))
                  + ",\"labels\":{\"test\":\""
                  + test
                  + "\"}}"));
    }
    return ids;
  }

  /** The ids on each page, by following the cursors. */
  private List<List<String>> pages(String query) {
    List<List<String>> pages = new ArrayList<>();
    String cursor = "";
    while (cursor != null) {
      Response page = client.get("/timers?" + query + cursor);
      assertThat(page.status()).as(page.body()).isEqualTo(200);
      pages.add(
          page.json()
              .required("timers")
              .valueStream()
              .map(timer -> timer.required("id").asString())
              .toList());
      cursor = page.json().has("next") ? "&cursor=" + page.text("next") : null;
    }
    return pages;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4, 5, 12, 13, 1000})
  void byIdToTheEnd(int limit) {
    List<String> ids = create(12, "\"delay\":\"1h\"");
    assertPaged(pages("label=test:" + test + "&limit=" + limit), ids, limit);
    assertPaged(pages("state=PENDING&limit=" + limit), ids, limit);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4, 5, 12, 13, 1000})
  void byDeadlineToTheEnd(int limit) {
    List<String> ids = create(12, "\"at\":\"2060-05-05T00:00:#Z\"").reversed();
    for (int i = 0; i < 12; i++) { // now the latest id has the earliest deadline
      client.patch(ids.get(i), "{\"at\":\"2060-05-06T00:00:" + String.format("%02d", i) + "Z\"}");
    }
    assertPaged(pages(WINDOW + "&limit=" + limit), ids, limit);
    assertPaged(pages(WINDOW + "&state=SKIPPED&limit=" + limit), ids, limit);
  }

  private static void assertPaged(List<List<String>> pages, List<String> ids, int limit) {
    assertThat(pages.stream().flatMap(List::stream)).containsExactlyElementsOf(ids);
    assertThat(pages).hasSize((ids.size() + limit - 1) / limit); // no empty page at the end
    assertThat(pages.subList(0, pages.size() - 1))
        .allSatisfy(page -> assertThat(page).hasSize(limit));
  }

  @Test
  void timersOfOneDeadlineAreInTheOrderOfTheirIds() {
    List<String> ids = create(7, "\"at\":\"2060-05-05T00:00:00Z\"");
    assertPaged(pages(WINDOW + "&limit=3"), ids, 3);
  }

  @Test
  void theBoundsAreNotPartOfTheWindow() {
    List<String> ids = create(4, "\"at\":\"2060-05-05T00:00:#.500Z\"");
    String second = "2060-05-05T00:00:01.500Z";
    String fourth = "2060-05-05T02:00:03.500%2B02:00";
    assertThat(pages("state=PENDING&dueAfter=" + second + "&dueBefore=" + fourth))
        .containsExactly(ids.subList(2, 3));
    assertThat(
            pages(
                "state=PENDING&dueAfter=2060-05-05T00:00:01.4999Z&dueBefore=2060-05-05T00:00:03.5001Z"))
        .containsExactly(ids.subList(1, 4));
    assertThat(pages("dueAfter=" + second + "&label=test:" + test))
        .containsExactly(ids.subList(2, 4));
    assertThat(pages("dueBefore=" + second + "&label=test:" + test))
        .containsExactly(ids.subList(0, 1));
    assertThat(pages("dueAfter=" + second + "&dueBefore=" + second)).containsExactly(List.of());
  }

  @Test
  void aHundredUnlessTold() {
    create(101, "\"delay\":\"1h\"");
    assertThat(pages("label=test:" + test).stream().map(List::size)).containsExactly(100, 1);
  }

  @Test
  void aCursorBelongsToItsKindOfList() {
    create(2, "\"at\":\"2060-05-05T00:00:00Z\"");
    String byId = client.get("/timers?limit=1&label=test:" + test).text("next");
    String byDeadline = client.get("/timers?limit=1&" + WINDOW).text("next");
    assertThat(byId).matches("[A-Za-z0-9_-]+");
    assertThat(byDeadline).matches("[A-Za-z0-9_-]+");
    assertProblem(client.get("/timers?" + WINDOW + "&cursor=" + byId), 400, "cursor");
    assertProblem(client.get("/timers?cursor=" + byDeadline), 400, "cursor");
    assertProblem(client.get("/timers?cursor=" + byId + "!"), 400, "cursor");
  }

  @Test
  void aCursorOutlivesItsTimer() {
    List<String> ids = create(4, "\"at\":\"2060-05-05T00:00:#Z\"");
    String byId = client.get("/timers?state=PENDING&limit=2").text("next");
    String byDeadline = client.get("/timers?state=PENDING&limit=2&" + WINDOW).text("next");
    client.delete(ids.get(1));
    client.delete(ids.get(2));
    assertThat(pages("state=PENDING&cursor=" + byId)).containsExactly(ids.subList(3, 4));
    assertThat(pages(WINDOW + "&cursor=" + byDeadline)).containsExactly(ids.subList(3, 4));
  }
}
