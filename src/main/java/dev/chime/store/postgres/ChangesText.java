package dev.chime.store.postgres;

import dev.chime.store.row.LabelsText;
import dev.chime.store.row.TimerRow;
import dev.chime.timer.Namespace;
import dev.chime.timer.Timer;
import dev.chime.timer.TimerChange;
import dev.chime.timer.TimerId;
import dev.chime.timer.TimerState;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.json.JsonMapper;

/**
 * Converts changes to the text in the log of changes, and back: a JSON array that has an array for
 * each change.
 */
final class ChangesText {

  private static final JsonMapper MAPPER = JsonMapper.shared();

  private ChangesText() {}

  /** Converts changes to text. */
  static String of(List<TimerChange> changes) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = MAPPER.createGenerator(text)) {
      json.writeStartArray();
      changes.forEach(change -> write(json, change));
      json.writeEndArray();
    }
    return text.toString();
  }

  private static void write(JsonGenerator json, TimerChange change) {
    Timer timer = change.timer();
    json.writeStartArray();
    json.writeString(change.kind().name());
    json.writeString(timer.id().namespace().name());
    json.writeString(timer.id().value());
    json.writeString(timer.state().name());
    json.writeNumber(timer.deadline().toEpochMilli());
    json.writeNumber(timer.createdAt().toEpochMilli());
    json.writeNumber(timer.dueAt().toEpochMilli());
    writeNumber(json, TimerRow.toMillis(timer.maxLateness()));
    writeNumber(json, TimerRow.toMillis(timer.decidedAt()));
    json.writeString(timer.payload()); // null if there is none
    json.writeString(LabelsText.of(timer.labels()));
    json.writeNumber(timer.version());
    json.writeEndArray();
  }

  private static void writeNumber(JsonGenerator json, @Nullable Long number) {
    if (number == null) {
      json.writeNull();
    } else {
      json.writeNumber(number);
    }
  }

  /** Converts a text made by {@link #of} to changes. */
  static List<TimerChange> parse(String text) {
    List<TimerChange> changes = new ArrayList<>();
    try (JsonParser json = MAPPER.createParser(text)) {
      json.nextToken();
      while (json.nextToken() == JsonToken.START_ARRAY) {
        changes.add(new TimerChange(TimerChange.Kind.valueOf(json.nextStringValue()), timer(json)));
        json.nextToken();
      }
    }
    return changes;
  }

  private static Timer timer(JsonParser json) {
    Namespace namespace = TimerRow.namespace(json.nextStringValue());
    TimerId id = new TimerId(namespace, json.nextStringValue());
    TimerState state = TimerState.valueOf(json.nextStringValue());
    Instant deadline = Instant.ofEpochMilli(json.nextLongValue(0));
    Instant createdAt = Instant.ofEpochMilli(json.nextLongValue(0));
    Instant dueAt = Instant.ofEpochMilli(json.nextLongValue(0));
    Long maxLateness = number(json);
    Long decidedAt = number(json);
    String payload = json.nextStringValue(); // null if there is none
    Map<String, String> labels = LabelsText.parse(json.nextStringValue());
    return new Timer(
        id,
        state,
        deadline,
        createdAt,
        dueAt,
        maxLateness == null ? null : Duration.ofMillis(maxLateness),
        decidedAt == null ? null : Instant.ofEpochMilli(decidedAt),
        payload,
        labels,
        json.nextLongValue(0));
  }

  private static @Nullable Long number(JsonParser json) {
    return json.nextToken() == JsonToken.VALUE_NULL ? null : json.getLongValue();
  }
}
