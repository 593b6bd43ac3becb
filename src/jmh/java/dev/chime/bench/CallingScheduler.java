package dev.chime.bench;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.chime.store.postgres.DatabaseAddress;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Scanner;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.eclipse.jetty.client.ContentResponse;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.StringRequestContent;
import org.eclipse.jetty.http.HttpMethod;
import org.slf4j.LoggerFactory;

/**
 * Program, started by {@link SchedulerPeer}: db-scheduler with a task that makes the same call as
 * Chime does, by the same HTTP client. It is spared the signature: that is constant. Or {@linkplain
 * CallsAlone these calls alone}.
 *
 * <p>Arguments: the receiver's port, and the address of its database, or none for the calls alone.
 * It reads lines, each with the time of the first task in milliseconds, how many there are, and how
 * many in a second, or 0 if all are due at once; and answers each when they are scheduled.
 */
public final class CallingScheduler {

  /** Makes a call. */
  @FunctionalInterface
  interface Call {
    void make(String id, Instant due);
  }

  /** Has calls made at their times. */
  interface Scheduler extends AutoCloseable {
    void schedule(List<Instant> deadlines);

    @Override
    void close();
  }

  private static final PrintStream OUT = System.out;
  private static final int OK = 200;
  private static final String SIGNATURE = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
  private final HttpClient http;
  private final String url;

  private CallingScheduler(HttpClient http, String url) {
    this.http = http;
    this.url = url;
  }

  /** Runs the program. */
  public static void main(String[] arguments) throws Exception {
    ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).setLevel(Level.WARN);
    HttpClient http = new HttpClient();
    http.start();
    CallingScheduler calling =
        new CallingScheduler(http, "http://127.0.0.1:" + arguments[0] + "/hook");
    try (Scheduler scheduler =
            arguments.length > 1
                ? inDatabase(arguments[1], calling)
                : new CallsAlone(calling::call);
        Scanner in = new Scanner(System.in, StandardCharsets.UTF_8)) {
      while (in.hasNextLong()) {
        Instant first = Instant.ofEpochMilli(in.nextLong());
        int count = in.nextInt();
        int rate = in.nextInt();
        scheduler.schedule(
            Stream.iterate(0, i -> i + 1)
                .limit(count)
                .map(i -> rate == 0 ? first : first.plusMillis(i * 1_000L / rate))
                .toList());
        OUT.println("scheduled");
      }
    } finally {
      http.stop();
    }
  }

  private static Scheduler inDatabase(String address, CallingScheduler calling)
      throws SQLException {
    DbSchedulerSubject subject =
        new DbSchedulerSubject(new DatabaseAddress(address, null, null), "42");
    subject.begin(calling::call);
    return new Scheduler() {
      @Override
      public void schedule(List<Instant> deadlines) {
        subject.createAll(deadlines);
      }

      @Override
      public void close() {
        subject.close();
      }
    };
  }

  private void call(String id, Instant due) {
    Instant now = Instant.now();
    String body =
        """
        {"type":"timer.elapsed","timestamp":"%s","data":{"id":"%s","state":"ELAPSED",\
        "deadline":"%s","createdAt":"%s","elapsedAt":"%s","latenessMs":%d,"payload":42,\
        "labels":{},"deliver":{"to":"fast"},"version":2}}\
        """
            .formatted(now, id, due, due, now, Duration.between(due, now).toMillis());
    try {
      ContentResponse response =
          http.newRequest(url)
              .method(HttpMethod.POST)
              .headers(
                  headers -> {
                    headers.put("webhook-id", id);
                    headers.put("webhook-timestamp", Long.toString(now.getEpochSecond()));
                    headers.put("webhook-signature", SIGNATURE);
                  })
              .body(new StringRequestContent("application/json", body))
              .send();
      if (response.getStatus() != OK) {
        throw new IllegalStateException("answered with " + response.getStatus());
      }
    } catch (InterruptedException | TimeoutException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }
}
