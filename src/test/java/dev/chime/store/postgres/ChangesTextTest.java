package dev.chime.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chime.timer.Destination;
import dev.chime.timer.Due;
import dev.chime.timer.Namespace;
import dev.chime.timer.Timer;
import dev.chime.timer.TimerChange;
import dev.chime.timer.TimerDraft;
import dev.chime.timer.TimerId;
import dev.chime.timer.Traceparent;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What nodes tell each other, of which older ones understand a part. */
class ChangesTextTest {

  private static final String SPAN = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

  private static TimerChange change(
      String id, @Nullable Destination destination, @Nullable String span) {
    Instant now = Instant.ofEpochMilli(1_893_456_000_000L);
    TimerDraft draft = new TimerDraft(new Due.At(now), null, "[1]", Map.of("k", "v"), destination);
    TimerId timer = new TimerId(Namespace.DEFAULT, id);
    return TimerChange.created(
        Timer.create(timer, draft.withTraceparent(Traceparent.parse(span)), now));
  }

  @Test
  void changesComeBackAsTheyWere() {
    List<TimerChange> changes =
        List.of(
            change("plain", null, null),
            change("traced", null, SPAN),
            change("queued", new Destination.Queue("q"), null),
            change("both", new Destination.Queue("q"), SPAN));
    assertThat(ChangesText.of(changes).parse()).isEqualTo(changes);
  }

  /** Older versions read arrays up to the first thing that is none. */
  @Test
  void placesInTracesComeLastWhereOlderVersionsDoNotReadOn() {
    ChangesText text =
        ChangesText.of(
            List.of(change("a", null, SPAN), change("b", new Destination.Queue("q"), SPAN)));
    assertThat(text.changes()).doesNotContain(SPAN);
    assertThat(text.more())
        .isEqualTo("[[1,\"CREATED\",\"queue:q\"],{\"0\":\"" + SPAN + "\",\"1\":\"" + SPAN + "\"}]");
  }

  @Test
  void withoutEitherThereIsNoSecondText() {
    assertThat(ChangesText.of(List.of(change("a", null, null))).more()).isNull();
  }
}
