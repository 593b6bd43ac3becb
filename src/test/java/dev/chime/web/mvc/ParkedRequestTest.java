package dev.chime.web.mvc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.chime.async.Context;
import dev.chime.async.Future;
import dev.chime.async.Oneshot;
import dev.chime.async.Poll;
import dev.chime.async.Unit;
import dev.chime.async.Waker;
import dev.chime.timer.StoreBusyException;
import java.io.UnsupportedEncodingException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpStatus;
import org.springframework.mock.web.MockAsyncContext;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import tools.jackson.databind.json.JsonMapper;

/** A parked request is answered once, in whatever order it is parked, answered and left. */
class ParkedRequestTest {

  private static final Context CONTEXT = Context.from(Waker.noop());

  private final MockHttpServletResponse response = new MockHttpServletResponse();
  private final MockAsyncContext request =
      new MockAsyncContext(new MockHttpServletRequest(), response);
  private final Oneshot<Answer> answer = new Oneshot<>();
  private final ParkedRequest waiting = new ParkedRequest(new AnswerWriter(new JsonMapper()));
  private final Future<Unit> parked = waiting.answeredBy(answer);

  private void park() {
    waiting.attach(request);
  }

  private void answer() {
    answer.complete(
        new Answer(HttpStatus.OK, Map.of("state", "ELAPSED"), "\"2\"", null, "wait=20"));
  }

  private void awaitEnd(int status) {
    await().until(() -> response.getStatus() == status);
  }

  @Test
  void isPendingUntilTheAnswerComes() throws UnsupportedEncodingException {
    park();
    assertThat(parked.poll(CONTEXT)).isEqualTo(Poll.pending());
    answer();
    assertThat(parked.poll(CONTEXT).isReady()).isTrue();
    await().until(() -> response.getContentLength() > 0);
    assertThat(response.getContentAsString()).isEqualTo("{\"state\":\"ELAPSED\"}");
    assertThat(response.getHeader("ETag")).isEqualTo("\"2\"");
    assertThat(response.getHeader("Preference-Applied")).isEqualTo("wait=20");
    assertThat(response.getHeader("Cache-Control")).isEqualTo("no-store");
  }

  @Test
  void anAnswerThatComesFirstWaitsForTheRequest() {
    answer();
    assertThat(parked.poll(CONTEXT).isReady()).isTrue();
    park();
    await().until(() -> response.getContentLength() > 0);
    assertThat(response.getStatus()).isEqualTo(200);
  }

  @Test
  void aFailureBecomesAProblem() {
    park();
    answer.fail(new StoreBusyException("full"));
    assertThat(parked.poll(CONTEXT).isReady()).isTrue();
    awaitEnd(503);
    assertThat(response.getHeader("Retry-After")).isEqualTo("1");
  }

  @Test
  void aTaskThatIsDroppedAnswersAll() {
    park();
    parked.drop();
    awaitEnd(503);
  }

  @Test
  void aDropAfterTheAnswerIsInVain() {
    answer();
    assertThat(parked.poll(CONTEXT).isReady()).isTrue();
    park();
    await().until(() -> response.getContentLength() > 0);
    parked.drop();
    assertThat(response.getStatus()).isEqualTo(200);
  }
}
