package com.example.chime.spring;

import com.example.chime.spring.ChimeApi.Timer;
import java.time.Duration;
import java.util.function.Predicate;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.http.client.SimpleClientHttpRequestFactory;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;
import org.springframework.web.client.RestClientResponseException;
import org.springframework.web.client.support.RestClientAdapter;
import org.springframework.web.service.invoker.HttpServiceProxyFactory;

/** A client of Chime over Spring's interface clients. Thread-safe. */
public final class ChimeClient {

  /** How long one request waits: less than proxies allow. */
  static final Duration WAIT = Duration.ofSeconds(20);

  /** How long an answer may take, the wait included. */
  private static final Duration ANSWER = WAIT.plusSeconds(10);

  /** The longest silence on a stream; the server says something every 15 seconds. */
  private static final Duration SILENCE = Duration.ofSeconds(45);

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private static final Duration FOR_EVER = Duration.ofDays(36_500);

  private final ChimeApi api;
  private final ChimeApi patient;
  private final RestClient streams;

  /**
   * A client of the server at this address.
   *
   * @param url such as {@code http://localhost:8080}
   * @param key an API key; empty if there are none
   */
  public ChimeClient(String url, String key) {
    RestClient.Builder client = RestClient.builder().baseUrl(url).requestFactory(requests(ANSWER));
    if (!key.isEmpty()) {
      client.defaultHeaders(headers -> headers.setBearerAuth(key));
    }
    api = implement(client.clone().requestInterceptor(new Repetitions(PATIENCE)));
    client.requestInterceptor(new Repetitions(FOR_EVER));
    patient = implement(client);
    streams = client.requestFactory(streaming()).build();
  }

  private static ChimeApi implement(RestClient.Builder client) {
    return HttpServiceProxyFactory.builderFor(RestClientAdapter.create(client.build()))
        .build()
        .createClient(ChimeApi.class);
  }

  private static JdkClientHttpRequestFactory requests(Duration timeout) {
    JdkClientHttpRequestFactory requests = new JdkClientHttpRequestFactory();
    requests.setReadTimeout(timeout);
    return requests;
  }

  /** Its timeout is for each read, and not for all of the answer. */
  private static SimpleClientHttpRequestFactory streaming() {
    SimpleClientHttpRequestFactory requests = new SimpleClientHttpRequestFactory();
    requests.setReadTimeout(SILENCE);
    return requests;
  }

  /** The single calls. */
  public ChimeApi api() {
    return api;
  }

  /** The timer when it has its outcome, however long that takes and whatever breaks meanwhile. */
  public Timer await(String id) {
    while (true) {
      try {
        Timer timer = patient.get(id, WAIT.toSeconds() + "s");
        if (timer.hasOutcome()) {
          return timer;
        }
      } catch (RestClientException e) {
        throwUnlessCut(e);
      }
    }
  }

  /**
   * Follows what becomes of timers, whatever breaks meanwhile.
   *
   * @param label such as {@code team:blue}; empty for all timers
   * @param lastId the id of the last event that was dealt with, to go on after it; or empty
   * @param reader is told of each event, and says whether it wants another one
   */
  public void follow(String label, String lastId, Predicate<TimerEvent> reader)
      throws InterruptedException {
    new Events(streams, label, lastId).follow(reader);
  }

  /** Somebody who takes work from a queue. */
  public Worker worker(String queue) {
    return new Worker(api, patient, queue);
  }

  /** An answer that was cut off can be asked for again; any other failure is the caller's. */
  static void throwUnlessCut(RestClientException e) {
    if (e instanceof RestClientResponseException || Thread.currentThread().isInterrupted()) {
      throw e;
    }
  }
}
