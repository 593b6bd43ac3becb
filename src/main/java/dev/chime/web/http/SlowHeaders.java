package dev.chime.web.http;

import java.nio.ByteBuffer;
import java.nio.channels.WritePendingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.DateGenerator;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * Closes connections whose request line and headers take too long to arrive, with a {@code 408}.
 * The container's idle timeout does not: each byte begins it anew. Looks at all connections every
 * now and then, so that requests cost nothing.
 */
final class SlowHeaders extends AbstractLifeCycle implements Connection.Listener {

  private static final int LOOKS = 4;

  /** What a connection had brought when it last was between two requests, and when that was. */
  private record Seen(long requests, long bytes, long nanos) {}

  private final Map<Connection, Seen> connections = new ConcurrentHashMap<>();
  private final Scheduler scheduler;
  private final Duration limit;
  private final byte[] problem;
  private volatile Scheduler.@Nullable Task next;

  /**
   * A guard to be added to a connector.
   *
   * @param limit how long headers may take, give or take a quarter
   * @param problem the body of the answer to who takes longer
   */
  SlowHeaders(Scheduler scheduler, Duration limit, byte[] problem) {
    this.scheduler = scheduler;
    this.limit = limit;
    this.problem = problem;
  }

  @Override
  public void onOpened(Connection connection) {
    connections.put(connection, new Seen(0, 0, System.nanoTime()));
  }

  @Override
  public void onClosed(Connection connection) {
    connections.remove(connection);
  }

  @Override
  protected void doStart() {
    schedule();
  }

  private void schedule() {
    next = scheduler.schedule(this::look, limit.dividedBy(LOOKS).toMillis(), TimeUnit.MILLISECONDS);
  }

  private void look() {
    long now = System.nanoTime();
    for (Map.Entry<Connection, Seen> each : connections.entrySet()) {
      if (isTooSlow(each, now)) {
        refuse(each.getKey().getEndPoint());
      }
    }
    if (isRunning()) {
      schedule();
    }
  }

  private boolean isTooSlow(Map.Entry<Connection, Seen> entry, long now) {
    Connection connection = entry.getKey();
    Seen seen = entry.getValue();
    long requests = connection.getMessagesIn();
    long bytes = connection.getBytesIn();
    boolean answering = requests > connection.getMessagesOut();
    boolean nothingNew = requests == seen.requests() && bytes == seen.bytes();
    if (answering || nothingNew || requests != seen.requests()) {
      connections.replace(connection, seen, new Seen(requests, bytes, now));
      return false;
    }
    return now - seen.nanos() > limit.toNanos();
  }

  /**
   * Writes past the connection, which has no request yet that could be answered. Closes what is
   * below it: told to close itself, it would answer, too.
   */
  private void refuse(EndPoint endPoint) {
    try {
      endPoint.write(
          Callback.from(endPoint::close, failure -> endPoint.close()), ByteBuffer.wrap(answer()));
    } catch (WritePendingException e) { // the request has just come, and is being answered
      endPoint.close();
    }
  }

  private byte[] answer() {
    byte[] head =
        """
        HTTP/1.1 408 Request Timeout
        Date: %s
        Content-Type: application/problem+json
        Content-Length: %d
        Cache-Control: no-store
        Connection: close

        """
            .formatted(DateGenerator.formatDate(System.currentTimeMillis()), problem.length)
            .replace("\n", "\r\n")
            .getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocate(head.length + problem.length).put(head).put(problem).array();
  }

  @Override
  protected void doStop() {
    Scheduler.Task task = next;
    if (task != null) {
      task.cancel();
    }
  }
}
