package dev.chime.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.chime.delivery.push.EventBody;
import dev.chime.timer.Timer;
import java.time.Instant;
import java.util.Map;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** The events that endpoints receive, with timers as the API shows them. */
@Component
class TimerEventBody implements EventBody {

  /**
   * An event, as Standard Webhooks suggests it.
   *
   * @param type what has happened
   * @param timestamp when
   * @param data what it has happened to
   */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record Event(String type, String timestamp, Object data) {}

  private final JsonMapper mapper;

  TimerEventBody(JsonMapper mapper) {
    this.mapper = mapper;
  }

  @Override
  public String elapsed(Timer timer, Instant at) {
    return mapper.writeValueAsString(
        new Event("timer.elapsed", TimerResponse.time(at), TimerResponse.of(timer, at)));
  }

  @Override
  public String test(Instant at) {
    return mapper.writeValueAsString(
        new Event("test", TimerResponse.time(at), Map.of("message", "This is a test.")));
  }
}
