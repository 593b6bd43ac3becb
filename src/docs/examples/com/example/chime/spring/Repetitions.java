package com.example.chime.spring;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.springframework.http.HttpRequest;
import org.springframework.http.client.ClientHttpRequestExecution;
import org.springframework.http.client.ClientHttpRequestInterceptor;
import org.springframework.http.client.ClientHttpResponse;

/**
 * Repeats requests while the connection breaks, while the server asks for it by Retry-After, and
 * while a proxy has no server. That is right for Chime, whose calls can be repeated without harm: a
 * create has its Idempotency-Key. Thread-safe.
 *
 * @param patience for how long
 */
record Repetitions(Duration patience) implements ClientHttpRequestInterceptor {

  private static final Set<Integer> PASSING = Set.of(502, 503, 504);

  @Override
  public ClientHttpResponse intercept(
      HttpRequest request, byte[] body, ClientHttpRequestExecution execution) throws IOException {
    long start = System.nanoTime();
    for (int attempt = 0; ; attempt++) {
      Duration pause = backoff(attempt);
      IOException failure = null;
      ClientHttpResponse answer = null;
      try {
        answer = execution.execute(request, body);
        Duration asked = retryAfter(answer);
        if (asked.isZero() && !PASSING.contains(answer.getStatusCode().value())) {
          return answer;
        }
        pause = asked.isZero() ? pause : asked;
      } catch (IOException e) { // the connection, or there was no answer in time
        failure = e;
      }
      if (Duration.ofNanos(System.nanoTime() - start).plus(pause).compareTo(patience) > 0) {
        if (failure != null) {
          throw failure;
        }
        return answer;
      }
      if (answer != null) {
        answer.close();
      }
      sleep(pause);
    }
  }

  private static Duration backoff(int attempt) {
    long most = Math.min(10_000, 200L << Math.min(attempt, 10));
    return Duration.ofMillis(ThreadLocalRandom.current().nextLong(most));
  }

  /** How long the server asks to wait, and a little more, so that a crowd does not come at once. */
  private static Duration retryAfter(ClientHttpResponse answer) {
    String seconds = answer.getHeaders().getFirst("Retry-After");
    return seconds != null && seconds.matches("\\d{1,9}")
        ? Duration.ofMillis(
            (long) (Long.parseLong(seconds) * ThreadLocalRandom.current().nextDouble(1000, 1200)))
        : Duration.ZERO;
  }

  private static void sleep(Duration pause) throws InterruptedIOException {
    try {
      Thread.sleep(pause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException();
    }
  }
}
