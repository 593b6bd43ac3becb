package dev.chime.web;

import dev.chime.web.problem.InvalidRequestException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The items of a batch: a JSON array, or NDJSON. Each is read like the body of a single request, so
 * that what is wrong with one of them is its own affair.
 */
@Component
class BatchItems {

  /** An item, read when it is asked for. */
  record Item(Supplier<@Nullable CreateTimerRequest> reading) {

    /** The request, or an exception that says what is wrong with it. */
    CreateTimerRequest request() {
      CreateTimerRequest request = reading.get();
      if (request == null) { // that is what Jackson makes of null
        throw new InvalidRequestException("body", "must be a JSON object");
      }
      return request;
    }
  }

  private static final int MOST = 1000;
  private static final long MOST_READ_ON = 64L << 20;
  private static final int MOST_DEPTH = 102; // a level for the array and one for its item

  private final JsonMapper mapper;
  private final JsonMapper arrayMapper;
  private final int maxBytes;

  BatchItems(JsonMapper mapper, WebLimits limits) {
    this.mapper = mapper;
    this.maxBytes = limits.maxBatchBytes();
    this.arrayMapper =
        JsonMapper.builder(
                JsonFactory.builder()
                    .streamReadConstraints(
                        StreamReadConstraints.builder()
                            .maxNestingDepth(MOST_DEPTH)
                            .maxDocumentLength(maxBytes)
                            .maxNumberLength(maxBytes) // copied, not read
                            .build())
                    .build())
            .disable(
                DeserializationFeature.FAIL_ON_TRAILING_TOKENS) // an item is followed by others
            .build();
  }

  /**
   * The items of a body.
   *
   * @param lines whether it has one item a line, instead of an array of them
   */
  List<Item> read(InputStream body, boolean lines) throws IOException {
    byte[] bytes = body.readNBytes(maxBytes + 1);
    if (bytes.length > maxBytes) {
      readOn(body);
      throw new InvalidRequestException(
          HttpStatus.CONTENT_TOO_LARGE, "body", "must be at most " + maxBytes + " bytes");
    }
    List<Item> items = lines ? lines(bytes) : elements(bytes);
    if (items.isEmpty() || items.size() > MOST) {
      throw new InvalidRequestException("body", "must have 1 to " + MOST + " items");
    }
    return items;
  }

  /** A client that is still sending when the connection ends would see a reset, not the answer. */
  private static void readOn(InputStream body) throws IOException {
    for (long left = MOST_READ_ON; left > 0; ) {
      long skipped = body.skip(left);
      if (skipped == 0 && body.read() < 0) {
        return;
      }
      left -= Math.max(1, skipped);
    }
  }

  private List<Item> lines(byte[] bytes) {
    List<Item> items = new ArrayList<>();
    int start = 0;
    for (int i = 0; i <= bytes.length && items.size() <= MOST; i++) {
      if (i == bytes.length || bytes[i] == '\n') {
        if (!isBlank(bytes, start, i)) {
          int from = start;
          int length = i - start;
          items.add(
              new Item(
                  () ->
                      mapper.readValue(
                          new ByteArrayInputStream(bytes, from, length),
                          CreateTimerRequest.class)));
        }
        start = i + 1;
      }
    }
    return items;
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
