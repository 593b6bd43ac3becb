package dev.chime.web;

import static dev.chime.web.ProblemAssertions.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.chime.harness.ApiClient;
import dev.chime.harness.ApiClient.Response;
import dev.chime.harness.ApiTest;
import dev.chime.timer.service.TimerService;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** One request that waits for several timers. */
@ApiTest
class WaitForSeveralTest {

  @LocalServerPort private int port;
  @Autowired private TimerService timers;
  private ApiClient client;
  private String first;
  private String second;
  private String third;

  @BeforeEach
  void create() {
    client = new ApiClient(port);
    first = client.create("{\"delay\":\"1h\"}");
    second = client.create("{\"delay\":\"1h\"}");
    third = client.create("{\"delay\":\"1h\"}");
  }

  @AfterEach
  void cancel() {
    client.cancelAll();
    await().until(() -> timers.waiting() == 0);
  }

  private static String path(String... ids) {
    return "/timers/wait?id=" + String.join("&id=", ids);
  }

  private static List<String> states(Response answer) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    return answer
        .json()
        .required("timers")
        .valueStream()
        .map(timer -> timer.required("state").asString())
        .toList();
  }

  private static List<String> ids(Response answer) {
    return answer
        .json()
        .required("timers")
        .valueStream()
        .map(timer -> timer.required("id").asString())
        .toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "&mode=any"})
  void oneIsEnoughForAny(String mode) {
    var parked = client.getAsync(path(third, first, second) + mode + "&wait=60s");
    await().until(() -> timers.waiting() == 1);
    client.delete(second);
    assertThat(ids(parked.join())).containsExactly(third, first, second);
    assertThat(states(parked.join())).containsExactly("PENDING", "PENDING", "CANCELLED");
  }

  @Test
  void allAreNeededForAll() {
    var parked = client.getAsync(path(first, second) + "&mode=all&wait=60s");
    await().until(() -> timers.waiting() == 1);
    client.delete(second);
    client.patch(first, "{\"delay\":\"100ms\"}");
    assertThat(states(parked.join())).containsExactly("ELAPSED", "CANCELLED");
    assertThat(parked.join().body())
        .isEqualTo(
            "{\"timers\":["
                + client.get("/timers/" + first).body()
                + ","
                + client.get("/timers/" + second).body()
                + "]}");
  }

  @Test
  void whatHasAnOutcomeAlreadyIsAnsweredAtOnce() {
    client.delete(second);
    assertThat(states(client.get(path(first, second)))).containsExactly("PENDING", "CANCELLED");
    client.delete(first);
    assertThat(states(client.get(path(first, second) + "&mode=all")))
        .containsExactly("CANCELLED", "CANCELLED");
  }

  @Test
  void anIdThatIsNamedTwiceIsOne() {
    assertThat(ids(client.get(path(second, first, second, first) + "&wait=0")))
        .containsExactly(second, first);
  }

  @ParameterizedTest
  @CsvSource({
    "&wait=0, , ",
    "&wait=20ms, , ",
    "'', wait=0, wait=0",
    "'', 'respond-async, wait=1', wait=1",
    "&wait=20ms, wait=60,",
    "&mode=all&wait=20ms, ,"
  })
  void aWaitThatEndsAnswersWithAllAsTheyStand(String query, String prefer, String applied) {
    Response answer =
        prefer == null
            ? client.get(path(first, second) + query)
            : client.get(path(first, second) + query, "Prefer", prefer);
    assertThat(states(answer)).containsExactly("PENDING", "PENDING");
    assertThat(answer.header("Preference-Applied")).isEqualTo(applied);
    await().until(() -> timers.waiting() == 0);
  }

  @Test
  void aWaitBeyondTheLimitIsCutAndTheClientTold() {
    var parked = client.getAsync(path(first, second) + "&wait=1h");
    await().until(() -> timers.waiting() == 1);
    client.delete(first);
    assertThat(parked.join().header("Preference-Applied")).isEqualTo("wait=60");
  }

  @Test
  void allThatAreUnknownAreNamed() {
    Response answer = client.get(path(first, "nobody", second, "no-one") + "&wait=60s");
    assertProblem(answer, 404, "id");
    assertThat(answer.json().required("ids").valueStream().map(id -> id.asString()))
        .containsExactly("nobody", "no-one");
    assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
  }

  @Test
  void aHundredAreTheMost() {
    List<String> many =
        IntStream.range(0, 99)
            .mapToObj(i -> client.create("{\"delay\":\"1h\"}"))
            .collect(Collectors.toList());
    many.add(first);
    var parked = client.getAsync(path(many.toArray(String[]::new)) + "&wait=60s");
    await().until(() -> timers.waiting() == 1);
    client.delete(first);
    assertThat(ids(parked.join())).isEqualTo(many);

    many.add(first);
    assertThat(client.get(path(many.toArray(String[]::new))).status()).isEqualTo(200);
    many.add(second);
    assertProblem(client.get(path(many.toArray(String[]::new))), 400, "id");
  }

  @ParameterizedTest
  @CsvSource({
    "'', id",
    "?id=, id",
    "?id=a:b, id",
    "'?id=a,b', id",
    "?id=x&mode=ANY, mode",
    "?id=x&mode=, mode",
    "?id=x&mode=some, mode",
    "?id=x&wait=soon, wait",
    "?mode=all, id"
  })
  void parametersThatBreakARule(String query, String field) {
    assertProblem(client.get("/timers/wait" + query), 400, field);
  }
}
