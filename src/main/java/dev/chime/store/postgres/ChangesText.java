package dev.chime.store.postgres;

import dev.chime.store.row.LabelsText;
import dev.chime.store.row.TimerRow;
import dev.chime.timer.Destination;
import dev.chime.timer.Namespace;
import dev.chime.timer.Timer;
import dev.chime.timer.TimerChange;
import dev.chime.timer.TimerId;
import dev.chime.timer.TimerState;
import dev.chime.timer.Traceparent;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.json.JsonMapper;

/**
 * Changes as two texts in the log of changes. The first one is a JSON array that has an array for
 * each change. All versions of Chime understand it; so it does not tell of destinations, and the
 * end of a delivery is an update in it. The second one has these: an array with the number of the
 * change, its kind and its destination, for each change that needs one. After these comes an object
 * with the places in traces, by the number of the change, if there are any: versions that do not
 * know of them stop reading there.
 *
 * @param changes the first text
 * @param more the second text; null if it would be empty
 */
record ChangesText(String changes, @Nullable String more) {

  private static final JsonMapper MAPPER = JsonMapper.shared();

  private record More(int number, TimerChange.Kind kind, @Nullable Destination destination) {}

  /** Converts changes to text. */
  static ChangesText of(List<TimerChange> changes) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = MAPPER.createGenerator(text)) {
      json.writeStartArray();
      changes.forEach(change -> write(json, change));
      json.writeEndArray();
    }
    boolean isMore =
        changes.stream().anyMatch(each -> hasMore(each) || each.timer().traceparent() != null);
    return new ChangesText(text.toString(), isMore ? more(changes) : null);
  }

  private static void write(JsonGenerator json, TimerChange change) {
    Timer timer = change.timer();
    json.writeStartArray();
    json.writeString((hasNewKind(change) ? TimerChange.Kind.UPDATED : change.kind()).name());
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

  private static boolean hasNewKind(TimerChange change) {
    return change.kind().isOfDelivery();
  }

  private static boolean hasMore(TimerChange change) {
    return hasNewKind(change) || change.timer().destination() != null;
  }

  private static String more(List<TimerChange> changes) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = MAPPER.createGenerator(text)) {
      json.writeStartArray();
      for (int number = 0; number < changes.size(); number++) {
        TimerChange change = changes.get(number);
        if (hasMore(change)) {
          json.writeStartArray();
          json.writeNumber(number);
          json.writeString(change.kind().name());
          json.writeString(TimerRow.text(change.timer().destination()));
          json.writeEndArray();
        }
      }
      writeTraceparents(json, changes);
      json.writeEndArray();
    }
    return text.toString();
  }

  private static void writeTraceparents(JsonGenerator json, List<TimerChange> changes) {
    boolean isEmpty = true;
    for (int number = 0; number < changes.size(); number++) {
      Traceparent traceparent = changes.get(number).timer().traceparent();
      if (traceparent != null) {
        if (isEmpty) {
          json.writeStartObject();
          isEmpty = false;
        }
        json.writeStringProperty(Integer.toString(number), traceparent.text());
      }
    }
    if (!isEmpty) {
      json.writeEndObject();
    }
  }

  /** Converts the texts back. */
  List<TimerChange> parse() {
    Map<Integer, Traceparent> traceparents = new HashMap<>();
    Iterator<More> rest = parseMore(traceparents).iterator();
    More next = rest.hasNext() ? rest.next() : null;
    List<TimerChange> parsed = new ArrayList<>();
    try (JsonParser json = MAPPER.createParser(changes)) {
      json.nextToken();
      while (json.nextToken() == JsonToken.START_ARRAY) {
        TimerChange.Kind kind = TimerChange.Kind.valueOf(json.nextStringValue());
        Traceparent traceparent = traceparents.get(parsed.size());
        if (next != null && next.number == parsed.size()) {
          parsed.add(new TimerChange(next.kind, timer(json, next.destination, traceparent)));
          next = rest.hasNext() ? rest.next() : null;
        } else {
          parsed.add(new TimerChange(kind, timer(json, null, traceparent)));
        }
        json.nextToken();
      }
    }
    return parsed;
  }

  private List<More> parseMore(Map<Integer, Traceparent> traceparents) {
    if (more == null) {
      return List.of();
    }
    List<More> parsed = new ArrayList<>();
    try (JsonParser json = MAPPER.createParser(more)) {
      json.nextToken();
      while (json.nextToken() == JsonToken.START_ARRAY) {
        int number = json.nextIntValue(0);
        TimerChange.Kind kind = TimerChange.Kind.valueOf(json.nextStringValue());
        parsed.add(new More(number, kind, TimerRow.destination(json.nextStringValue())));
        json.nextToken();
      }
      if (json.currentToken() == JsonToken.START_OBJECT) {
        for (String number = json.nextName(); number != null; number = json.nextName()) {
          Traceparent traceparent = Traceparent.parse(json.nextStringValue());
          if (traceparent != null) {
            traceparents.put(Integer.valueOf(number), traceparent);
          }
        }
      }
    }
    return parsed;
  }

  private static Timer timer(
      JsonParser json, @Nullable Destination destination, @Nullable Traceparent traceparent) {
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
        destination,
        traceparent,
        json.nextLongValue(0));
  }

  private static @Nullable Long number(JsonParser json) {
    return json.nextToken() == JsonToken.VALUE_NULL ? null : json.getLongValue();
  }
}
