package dev.chime.store;

import dev.chime.timer.Timer;
import dev.chime.timer.TimerChange;
import dev.chime.timer.TimerId;
import dev.chime.timer.TimerState;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Changes as processes tell them to each other: a JSON array with an array for each. */
final class ChangesText {

  private static final JsonMapper MAPPER = JsonMapper.shared();

  private ChangesText() {}

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

  static List<TimerChange> parse(String text) {
    List<TimerChange> changes = new ArrayList<>();
    for (JsonNode each : MAPPER.readTree(text)) {
      changes.add(new TimerChange(TimerChange.Kind.valueOf(each.get(0).asString()), timer(each)));
    }
    return changes;
  }

  private static Timer timer(JsonNode fields) {
    JsonNode maxLateness = fields.get(7);
    return new Timer(
        new TimerId(TimerRow.namespace(fields.get(1).asString()), fields.get(2).asString()),
        TimerState.valueOf(fields.get(3).asString()),
        Instant.ofEpochMilli(fields.get(4).asLong()),
        Instant.ofEpochMilli(fields.get(5).asLong()),
        Instant.ofEpochMilli(fields.get(6).asLong()),
        maxLateness.isNull() ? null : Duration.ofMillis(maxLateness.asLong()),
        fields.get(8).isNull() ? null : Instant.ofEpochMilli(fields.get(8).asLong()),
        text(fields.get(9)),
        LabelsText.parse(text(fields.get(10))),
        fields.get(11).asLong());
  }

  private static @Nullable String text(JsonNode field) {
    return field.isNull() ? null : field.asString();
  }
}
