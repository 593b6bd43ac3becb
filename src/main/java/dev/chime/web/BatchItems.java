package dev.chime.web;

import dev.chime.web.body.Utf8;
import dev.chime.web.problem.InvalidRequestException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The items of a batch: a JSON array, or NDJSON. Each is parsed like the body of a single request,
 * so that a fault in one does not affect the others.
 */
@Component
class BatchItems {

  /** One item, parsed when it is needed. */
  record Item(Supplier<@Nullable CreateTimerRequest> reading) {

    /** Returns the request, or throws the problem. */
    CreateTimerRequest request() {
      CreateTimerRequest request = reading.get();
      if (request == null) { // the JSON literal null
        throw new InvalidRequestException("body", "must be a JSON object");
      }
      return request;
    }
  }

  private static final int MOST = 1000;
  private static final int MOST_DEPTH = 102; // one level for the array and one for the item
  private static final int MOST_IN_NAME = 65_536; // as in a single request

  private final JsonMapper mapper;
  private final JsonMapper arrayMapper;

  BatchItems(JsonMapper mapper, WebLimits limits) {
    this.mapper = mapper;
    int maxBytes = limits.maxBatchBytes();
    this.arrayMapper =
        JsonMapper.builder(
                JsonFactory.builder()
                    .streamReadConstraints(
                        StreamReadConstraints.builder()
                            .maxNestingDepth(MOST_DEPTH)
                            .maxDocumentLength(maxBytes)
                            .maxNumberLength(maxBytes) // numbers are copied, not evaluated
                            .maxNameLength(MOST_IN_NAME)
                            .build())
                    .build())
            .disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS) // more items follow
            .build();
  }

  /**
   * Returns the items of a body.
   *
   * @param lines true for NDJSON: one item on each line
   */
  List<Item> read(byte[] body, boolean lines) {
    List<Item> items = lines ? lines(body) : elements(body);
    if (items.isEmpty() || items.size() > MOST) {
      throw new InvalidRequestException("body", "must have 1 to " + MOST + " items");
    }
    return items;
  }

  private List<Item> lines(byte[] bytes) {
    Utf8.checkBeginning(bytes); // in another encoding there are no lines to be told apart
    List<Item> items = new ArrayList<>();
    int start = 0;
    for (int i = 0; i <= bytes.length && items.size() <= MOST; i++) {
      if (i == bytes.length || bytes[i] == '\n') {
        if (!isBlank(bytes, start, i)) {
          int from = start;
          int length = i - start;
          items.add(new Item(() -> line(bytes, from, length)));
        }
        start = i + 1;
      }
    }
    return items;
  }

  private CreateTimerRequest line(byte[] bytes, int from, int length) {
    Utf8.check(bytes, from, from + length);
    return mapper.readValue(bytes, from, length, CreateTimerRequest.class);
  }

  private static boolean isBlank(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      if (bytes[i] != ' ' && bytes[i] != '\t' && bytes[i] != '\r') {
        return false;
      }
    }
    return true;
  }

  private List<Item> elements(byte[] bytes) {
    Utf8.check(bytes, 0, bytes.length);
    List<Item> items = new ArrayList<>();
    try (JsonParser parser = arrayMapper.createParser(bytes)) {
      if (parser.nextToken() != JsonToken.START_ARRAY) {
        throw new InvalidRequestException("body", "must be an array of timers");
      }
      while (parser.nextToken() != JsonToken.END_ARRAY && items.size() <= MOST) {
        String text = arrayMapper.readValue(parser, JsonText.class).text();
        items.add(new Item(() -> mapper.readValue(text, CreateTimerRequest.class)));
      }
      if (items.size() <= MOST && parser.nextToken() != null) {
        throw new InvalidRequestException("body", "must be one array of timers");
      }
    }
    return items;
  }
}
