package com.example.chime.spring;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Predicate;
import org.springframework.http.MediaType;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;
import org.springframework.web.util.UriBuilder;

/** Follows a stream of events, and goes on where it was when the connection is lost. */
final class Events {

  private static final Duration RECONNECT = Duration.ofSeconds(1);

  private final RestClient client;
  private final String label;
  private String lastId;

  Events(RestClient client, String label, String lastId) {
    this.client = client;
    this.label = label;
    this.lastId = lastId;
  }

  void follow(Predicate<TimerEvent> reader) throws InterruptedException {
    while (connect(reader)) {
      Thread.sleep(RECONNECT);
    }
  }

  /** Reads from one connection; whether the reader wants another event. */
  private boolean connect(Predicate<TimerEvent> reader) {
    try {
      return client
          .get()
          .uri(uri -> path(uri).build(label))
          .accept(MediaType.TEXT_EVENT_STREAM)
          .headers(
              headers -> {
                if (!lastId.isEmpty()) {
                  headers.set("Last-Event-ID", lastId);
                }
              })
          .exchangeForRequiredValue((request, answer) -> read(answer, reader));
    } catch (ResourceAccessException e) { // lost
      return true;
    }
  }

  private UriBuilder path(UriBuilder uri) {
    return label.isEmpty()
        ? uri.path("/timers/events")
        : uri.path("/timers/events").queryParam("label", "{label}");
  }

  private boolean read(ClientHttpResponse answer, Predicate<TimerEvent> reader) throws IOException {
    if (answer.getStatusCode().isError()) {
      throw new HttpClientErrorException(answer.getStatusCode());
    }
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(answer.getBody(), StandardCharsets.UTF_8));
    String id = lastId;
    String name = "";
    String data = "";
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith("id: ")) {
        id = line.substring(4);
      } else if (line.startsWith("event: ")) {
        name = line.substring(7);
      } else if (line.startsWith("data: ")) {
        data = line.substring(6);
      } else if (line.isEmpty()) {
        lastId = id; // also where there is no event: it only says where to go on
        if (!data.isEmpty() && !reader.test(new TimerEvent(name, id, data))) {
          return false;
        }
        data = "";
      }
    }
    return true;
  }
}
