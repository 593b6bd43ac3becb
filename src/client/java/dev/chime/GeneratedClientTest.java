package dev.chime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.chime.client.ApiClient;
import dev.chime.client.ApiException;
import dev.chime.client.ApiResponse;
import dev.chime.client.api.TimersApi;
import dev.chime.client.model.AmendTimer;
import dev.chime.client.model.CreateTimer;
import dev.chime.client.model.Problem;
import dev.chime.client.model.Result;
import dev.chime.client.model.Timer;
import dev.chime.client.model.Timer.StateEnum;
import dev.chime.client.model.TimerPage;
import dev.chime.client.model.Violation;
import dev.chime.harness.ApiTest;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

/**
 * A client that was made from the OpenAPI document does with the server what people do with it. But
 * for the streams of events, which are for clients of server-sent events.
 */
@ApiTest
class GeneratedClientTest {

  private final String test = UUID.randomUUID().toString();
  private final String label = "test:" + test;

  @LocalServerPort private int port;
  private ApiClient client;
  private TimersApi timers;

  @BeforeEach
  void connect() {
    client = new ApiClient().setBasePath("");
    client.updateBaseUri("http://localhost:" + port);
    timers = new TimersApi(client);
  }

  @AfterEach
  void cancelAll() throws ApiException {
    timers.cancelTimers(List.of(label));
  }

  private CreateTimer in(String delay) {
    return new CreateTimer().delay(delay).labels(Map.of("test", test));
  }

  private Timer create(String delay) throws ApiException {
    return timers.createTimer(in(delay), null);
  }

  private Problem problem(int status, ThrowingCallable call) throws JsonProcessingException {
    ApiException e = catchThrowableOfType(ApiException.class, call);
    assertThat(e.getCode()).isEqualTo(status);
    return client.getObjectMapper().readValue(e.getResponseBody(), Problem.class);
  }

  @Test
  void aTimerIsCreatedAndWaitedFor() throws ApiException {
    OffsetDateTime before = OffsetDateTime.now();
    Timer created =
        timers.createTimer(in("200ms").payload(Map.of("order", 42)), UUID.randomUUID().toString());
    assertThat(created.getState()).isEqualTo(StateEnum.PENDING);
    assertThat(created.getRemaining()).startsWith("PT");

    Timer elapsed = timers.getTimer(created.getId(), "20s", null, null);
    assertThat(elapsed.getState()).isEqualTo(StateEnum.ELAPSED);
    assertThat(elapsed.getElapsedAt()).isAfterOrEqualTo(created.getDeadline()).isAfter(before);
    assertThat(elapsed.getLatenessMs()).isNotNegative();
    assertThat(elapsed.getPayload()).isEqualTo(Map.of("order", 42));
    assertThat(elapsed.getLabels()).isEqualTo(Map.of("test", test));
  }

  @Test
  void aRepetitionGetsTheFirstAnswer() throws ApiException {
    CreateTimer request = in("1h");
    String key = UUID.randomUUID().toString();
    String first = timers.createTimer(request, key).getId();
    assertThat(timers.createTimer(request, key).getId()).isEqualTo(first);
  }

  @Test
  void anIdOfTheClients() throws ApiException {
    CreateTimer request = in("1h");
    assertThat(timers.putTimerWithHttpInfo(test, request, null, null).getStatusCode())
        .isEqualTo(201);
    assertThat(timers.putTimerWithHttpInfo(test, request, null, null).getStatusCode())
        .isEqualTo(200);
  }

  @Test
  void itIsRescheduledByWhoHasSeenIt() throws ApiException, JsonProcessingException {
    String id = create("1h").getId();
    ApiResponse<Timer> seen = timers.getTimerWithHttpInfo(id, "0", null, null);
    String tag = seen.getHeaders().get("etag").getFirst();

    AmendTimer sooner = new AmendTimer().delay("100ms");
    Timer moved = timers.rescheduleTimer(id, sooner, tag);
    assertThat(moved.getDeadline()).isBefore(seen.getData().getDeadline());

    Problem stale = problem(412, () -> timers.rescheduleTimer(id, sooner, tag));
    assertThat(stale.getType()).hasPath("/problems/precondition-failed");

    assertThat(timers.getTimer(id, "20s", null, null).getState()).isEqualTo(StateEnum.ELAPSED);
    Problem decided = problem(409, () -> timers.rescheduleTimer(id, sooner, null));
    assertThat(decided.getTimer().getState()).isEqualTo(StateEnum.ELAPSED);
  }

  @Test
  void manyAtOnceAreListedAndCancelled() throws ApiException {
    List<CreateTimer> requests =
        new ArrayList<>(IntStream.range(0, 24).mapToObj(i -> in("1h")).toList());
    requests.add(in("soon"));
    List<Result> results = timers.createTimers(requests, null).getResults();
    assertThat(results).hasSize(25);
    assertThat(results.getLast().getProblem().getErrors())
        .extracting(Violation::getField)
        .containsExactly("delay");

    List<String> listed = new ArrayList<>();
    String cursor = null;
    do {
      TimerPage page =
          timers.listTimers(
              List.of("PENDING"), List.of(label), null, null, null, null, null, 10, cursor);
      page.getTimers().forEach(timer -> listed.add(timer.getId()));
      cursor = page.getNext();
    } while (cursor != null);
    assertThat(listed)
        .containsExactlyInAnyOrderElementsOf(
            results.subList(0, 24).stream().map(result -> result.getTimer().getId()).toList());

    assertThat(timers.cancelTimers(List.of(label)).getCancelled()).isEqualTo(24);
  }

  @Test
  void theFirstOfSeveral() throws ApiException, JsonProcessingException {
    String late = create("1h").getId();
    String soon = create("100ms").getId();
    assertThat(timers.waitForTimers(List.of(late, soon), "any", "20s", null).getTimers())
        .extracting(Timer::getState)
        .containsExactly(StateEnum.PENDING, StateEnum.ELAPSED);
    assertThat(
            problem(404, () -> timers.waitForTimers(List.of(late, "nobody"), "all", "20s", null))
                .getIds())
        .containsExactly("nobody");
  }

  @Test
  void whatIsWrongIsSaid() throws JsonProcessingException {
    Problem neither =
        problem(400, () -> timers.createTimer(new CreateTimer().payload(List.of(1)), null));
    assertThat(neither.getType()).hasPath("/problems/invalid-request");
    assertThat(neither.getErrors()).isNotEmpty();
    assertThat(problem(404, () -> timers.getTimer("nobody", null, null, null)).getIds())
        .containsExactly("nobody");
  }
}
